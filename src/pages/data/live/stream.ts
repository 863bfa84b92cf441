import type { Patch } from '../../../server/api.js';
import { get, RefusedError } from '../get.js';

/** What the stream is doing; `refused`: the server is there, but this browser has no key to it. */
export type Connection = 'connecting' | 'live' | 'lost' | 'refused';

export interface StreamEvents {
  onPatch(patch: Patch): void;
  onConnection(connection: Connection): void;
}

const FIRST_WAIT_MS = 300;
const LONGEST_WAIT_MS = 10_000;

/**
 * Hears what changes from `after` on (null: from now), and comes back by itself, ever more slowly, for
 * as long as it takes. Returns what ends it.
 */
export function openStream(after: string | null, events: StreamEvents): () => void {
  let cursor = after;
  let wait = FIRST_WAIT_MS;
  let source: EventSource | null = null;
  let timer: ReturnType<typeof setTimeout> | undefined;
  let ended = false;

  const open = () => {
    source = new EventSource(
      cursor === null ? '/events' : `/events?after=${encodeURIComponent(cursor)}`,
    );
    source.addEventListener('open', () => {
      wait = FIRST_WAIT_MS;
      events.onConnection('live');
    });
    source.addEventListener('patch', ({ data }: MessageEvent<string>) => {
      const patch = JSON.parse(data) as Patch;
      cursor = patch.cursor;
      events.onPatch(patch);
    });
    source.addEventListener('error', () => {
      source?.close();
      if (!ended) again();
    });
  };
  /** A stream does not say why it ended: another question does. */
  const again = async () => {
    timer = setTimeout(open, wait * (0.75 + Math.random() / 2));
    wait = Math.min(LONGEST_WAIT_MS, wait * 2);
    const refused = await get('/api/sweeps').then(
      () => false,
      (error) => error instanceof RefusedError && error.status === 401,
    );
    if (!ended && source?.readyState !== EventSource.OPEN) {
      events.onConnection(refused ? 'refused' : 'lost');
    }
  };
  open();
  return () => {
    ended = true;
    clearTimeout(timer);
    source?.close();
  };
}
