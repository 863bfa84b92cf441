import { Unreachable } from '../../../store/gateway/http/unreachable.js';
import type { Clock } from '../clock.js';

/** Milliseconds before the second try, doubled for each further one. */
const FIRST = 250;
const LONGEST = 15_000;

export interface PersistParts {
  readonly clock: Clock;
  readonly signal: AbortSignal;
  /** Why a try failed; null: one succeeded. */
  tried(trouble: Unreachable | null): void;
}

/**
 * Tries until somebody answers, with pauses that grow, and that differ from one agent to the next:
 * when a gateway comes back, not all of them ask at once.
 *
 * @throws what `work` throws but for `Unreachable`, or the signal's reason.
 */
export async function persist<Result>(
  { clock, signal, tried }: PersistParts,
  work: () => Promise<Result>,
): Promise<Result> {
  for (let pause = FIRST; ; pause = Math.min(LONGEST, 2 * pause)) {
    signal.throwIfAborted();
    try {
      const result = await work();
      tried(null);
      return result;
    } catch (error) {
      if (!(error instanceof Unreachable)) throw error;
      tried(error);
    }
    await clock.sleep(pause * (0.5 + clock.random()), signal);
  }
}
