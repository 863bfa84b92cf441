import type { IncomingMessage, ServerResponse } from 'node:http';
import { setTimeout as delay } from 'node:timers/promises';
import { Refusal } from '../../machine/http/refusal.js';
import type { Patch } from '../api.js';
import type { Reader } from '../reading/open-reader.js';

/** Whoever wants to know what changes, as it does. */
export interface Hub {
  /** Streams patches to it, from `after` on, until it leaves. @throws {Refusal} too many listen. */
  add(request: IncomingMessage, response: ServerResponse, after: string | undefined): void;
  readonly listeners: number;
  /** Tells what changed last, and lets all go. */
  close(): Promise<void>;
}

interface Listener {
  readonly response: ServerResponse;
  /** What it knows; undefined: it was told nothing yet. */
  cursor: string | undefined;
  isGreeted: boolean;
}

export interface HubTimes {
  /** Milliseconds between two looks; changes in between go together. */
  readonly look: number;
  /** Between looks for sweeps whose process is gone. */
  readonly lapse: number;
  /** Between two signs of life. */
  readonly beat: number;
}

const TIMES: HubTimes = { look: 250, lapse: 5000, beat: 15_000 };
const LEISURE = 3;
/** Milliseconds between two looks, at most, however long they take. */
const MOST_PAUSE = 3000;
/** Milliseconds that a last look may take. */
const LAST_LOOK = 1000;
const MOST_LISTENERS = 32;
/** Bytes that wait for a listener who does not take them; it is let go, and may come back. */
const MOST_WAITING = 4 * 2 ** 20;

/** Looks for changes only while somebody listens. */
export function createHub(reader: Pick<Reader, 'patch' | 'lapsed'>, times = TIMES): Hub {
  const listeners = new Set<Listener>();
  let timer: NodeJS.Timeout | null = null;
  let beat: NodeJS.Timeout | null = null;
  let isLooking = false;
  let lastLapse = 0;
  /** The first look starts what reads: it says nothing of how long looks take. */
  let hasLooked = false;

  /** One who knows the same as another is told the same, read once. */
  async function look(): Promise<void> {
    for (const cursor of new Set([...listeners].map((each) => each.cursor))) {
      const patch = await reader.patch(cursor);
      const group = [...listeners].filter((each) => each.cursor === cursor);
      for (const listener of group) {
        if (!isNews(patch) && listener.isGreeted) listener.cursor = patch.cursor;
        else tell(listener, patch);
      }
    }
    if (performance.now() - lastLapse < times.lapse) return;
    lastLapse = performance.now();
    const sweeps = await reader.lapsed();
    if (sweeps.length === 0) return;
    for (const listener of listeners) {
      const cursor = listener.cursor;
      if (cursor === undefined) continue;
      tell(listener, { cursor, resync: false, sweeps, trials: [], removed: [] });
    }
  }

  function tell(listener: Listener, patch: Patch): void {
    listener.cursor = patch.cursor;
    listener.isGreeted = true;
    const { response } = listener;
    response.write(`id: ${patch.cursor}\nevent: patch\ndata: ${JSON.stringify(patch)}\n\n`);
    if (response.writableLength > MOST_WAITING) response.destroy();
  }

  async function turn(): Promise<void> {
    timer = null;
    isLooking = true;
    const since = performance.now();
    const taken = await look().then(
      () => (hasLooked ? performance.now() - since : 0),
      // Of a database that cannot be read just now the next look may tell more. It cost nothing but
      // waiting, for a lock maybe.
      () => 0,
    );
    isLooking = false;
    hasLooked = true;
    // Of a sweep so large that a look takes long, looks are fewer: what trains comes first.
    const pause = Math.max(times.look, Math.min(LEISURE * taken, MOST_PAUSE));
    if (listeners.size > 0) timer = setTimeout(turn, pause);
  }

  function wake(): void {
    beat ??= setInterval(() => {
      for (const { response } of listeners) response.write(': still here\n\n');
    }, times.beat);
    if (timer) clearTimeout(timer);
    if (!isLooking) void turn();
  }

  function leave(listener: Listener): void {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    if (timer) clearTimeout(timer);
    if (beat) clearInterval(beat);
    timer = null;
    beat = null;
  }

  return {
    add(request, response, after) {
      if (listeners.size >= MOST_LISTENERS) {
        throw new Refusal(429, 'Too many pages listen already: close some of them.', {
          'Retry-After': '5',
        });
      }
      response.writeHead(200, {
        'Content-Type': 'text/event-stream; charset=utf-8',
        'Cache-Control': 'no-store',
        'X-Accel-Buffering': 'no',
      });
      if (request.method === 'HEAD') {
        response.end();
        return;
      }
      response.write('retry: 1000\n\n');
      const listener = { response, cursor: after, isGreeted: false };
      listeners.add(listener);
      response.on('close', () => leave(listener));
      wake();
    },
    get listeners() {
      return listeners.size;
    },
    async close() {
      if (timer) clearTimeout(timer);
      if (listeners.size > 0) {
        // A sweep that ends takes its dashboard with it: pages are left with its end, not before it.
        await Promise.race([look().catch(() => undefined), delay(LAST_LOOK)]);
      }
      for (const { response } of listeners) response.end();
    },
  };
}

function isNews({ resync, sweeps, trials, removed }: Patch): boolean {
  return resync || sweeps.length > 0 || trials.length > 0 || removed.length > 0;
}
