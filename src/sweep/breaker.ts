import type { TrialOutcome } from '../core/trial.js';

/**
 * Failed trials in a row, with none that ended otherwise, after which a run stops by itself:
 * what fails five times from the start (too little memory, a bug of ours) fails a thousand times.
 */
export const FAILURES_IN_A_ROW = 5;

/** Watches a run's outcomes; `add` answers whether the run should stop. */
export interface Breaker {
  add(outcome: TrialOutcome): boolean;
}

/** Trips after `limit` failures, unless a trial ends in any other way first: trials can run then. */
export function createBreaker(limit: number = FAILURES_IN_A_ROW): Breaker {
  let failures = 0;
  let proven = false;
  return {
    add({ state }) {
      if (state === 'interrupted') return false;
      if (state === 'failed') failures += 1;
      else proven = true;
      return !proven && failures >= limit;
    },
  };
}
