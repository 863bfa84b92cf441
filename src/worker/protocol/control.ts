import type { Verdict } from '../../core/verdict.js';

/**
 * A cohort's shared memory: a stop request for all, and each trial's latest verdict.
 *
 * Int32 slots: [0] stop (1: after the running step), then per trial [epochs decided, verdict].
 * A bare flag would make the number of reports depend on timing; here the worker waits for the
 * verdict on the very epoch it reported.
 */
export interface Control {
  readonly memory: SharedArrayBuffer;
  /** Main thread: asks the worker to stop after the step it is in. */
  requestStop(): void;
  /** Main thread: the verdict on `epoch` (from 0) of the cohort's trial `index`. */
  decide(index: number, epoch: number, verdict: Verdict): void;
  /** Worker: true once a stop was asked for. */
  stopRequested(): boolean;
  /** Worker: blocks until the verdict on `epoch` is there, or a stop is asked for. */
  waitForVerdict(index: number, epoch: number): Verdict | 'interrupt';
}

export function createControl(trials: number): Control {
  return openControl(new SharedArrayBuffer(4 * (1 + 2 * trials)));
}

export function openControl(memory: SharedArrayBuffer): Control {
  const slots = new Int32Array(memory);
  const verdicts: readonly Verdict[] = ['continue', 'stop'];
  return {
    memory,
    requestStop() {
      Atomics.store(slots, 0, 1);
      for (let i = 1; i < slots.length; i += 2) Atomics.notify(slots, i);
    },
    decide(index, epoch, verdict) {
      Atomics.store(slots, 2 + 2 * index, verdicts.indexOf(verdict));
      Atomics.store(slots, 1 + 2 * index, epoch + 1);
      Atomics.notify(slots, 1 + 2 * index);
    },
    stopRequested: () => Atomics.load(slots, 0) !== 0,
    waitForVerdict(index, epoch) {
      const place = 1 + 2 * index;
      for (;;) {
        const decided = Atomics.load(slots, place);
        if (decided > epoch) return verdicts[Atomics.load(slots, place + 1)]!;
        if (Atomics.load(slots, 0) !== 0) return 'interrupt';
        // The timeout covers a stop asked for between the two loads above and this wait.
        Atomics.wait(slots, place, decided, 200);
      }
    },
  };
}
