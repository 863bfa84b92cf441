import type { DrainReason } from './agent-event.js';
import type { Clock } from './clock.js';
import { type Slowest, timeToDrain } from './life.js';

export interface DrainParts {
  readonly clock: Clock;
  /** Aborts when a person, or whoever starts agents, wants it to leave. */
  readonly asked: AbortSignal;
  /** Milliseconds that the agent may live; null: any. */
  readonly lifeMs: number | null;
  told(why: DrainReason): void;
}

/** Knows when an agent is to leave. */
export interface Drain {
  /** Aborts then, for good. */
  readonly signal: AbortSignal;
  begin(why: DrainReason): void;
  /** Milliseconds until it begins because of the agent's age; null: it does not. */
  left(): number | null;
  /** What its end will take is known better. Milliseconds. */
  measured(took: Partial<Slowest>): void;
  close(): void;
}

export function createDrain({ clock, asked, lifeMs, told }: DrainParts): Drain {
  const drain = new AbortController();
  const closed = new AbortController();
  const born = clock.now();
  let slowest: Slowest = { snapshotMs: 0, stepMs: 0 };

  function begin(why: DrainReason): void {
    if (drain.signal.aborted) return;
    told(why);
    drain.abort();
  }

  function left(): number | null {
    return lifeMs === null ? null : Math.max(0, born + lifeMs - timeToDrain(slowest) - clock.now());
  }

  /** In short sleeps: what the end takes becomes known meanwhile. */
  async function growOld(): Promise<void> {
    for (let rest = left(); rest !== null; rest = left()) {
      if (rest <= 0) return begin('lifetime');
      await clock.sleep(Math.min(rest, 1000), closed.signal);
      if (closed.signal.aborted) return;
    }
  }

  const onAsked = () => begin('asked');
  if (asked.aborted) onAsked();
  else asked.addEventListener('abort', onAsked, { once: true });
  void growOld();
  return {
    signal: drain.signal,
    begin,
    left,
    measured({ snapshotMs = 0, stepMs = 0 }) {
      slowest = {
        snapshotMs: Math.max(slowest.snapshotMs, snapshotMs),
        stepMs: Math.max(slowest.stepMs, stepMs),
      };
    },
    close() {
      asked.removeEventListener('abort', onAsked);
      closed.abort();
    },
  };
}
