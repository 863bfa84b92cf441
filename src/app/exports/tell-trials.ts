import type { Observer } from '../observer.js';
import type { World } from '../world.js';

export interface TrialsTeller {
  /** So many of all trials have been read; a format may read them all again. */
  onTrials(done: number, total: number): void;
  /** What is told ends with `work`: as done, if it succeeds. */
  during<Result>(work: Promise<Result>): Promise<Result>;
}

/** Tells how far an export is, once it takes more than a second. */
export function tellTrials(world: Pick<World, 'now'>, observer: Observer): TrialsTeller {
  const began = world.now();
  let all: number | null = null;
  const tell = (done: number, total: number) =>
    observer.onPart?.({
      ...{ type: 'progress', label: 'exporting', done, total, unit: 'trials' },
      seconds: (world.now() - began) / 1000,
    });
  return {
    onTrials(done, total) {
      if (world.now() - began < SHORT) return;
      all = total;
      // Read is not yet written: none of it is done before all of it is.
      tell(Math.min(done, total - 1), total);
    },
    async during(work) {
      try {
        const result = await work;
        if (all !== null) tell(all, all);
        return result;
      } finally {
        if (all !== null) observer.onPartsEnd?.();
      }
    },
  };
}

/** Milliseconds. */
const SHORT = 1000;
