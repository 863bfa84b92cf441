import { VERDICTS, type Verdict } from '../../core/verdict.js';

/**
 * A cohort's shared memory: a stop request for all, and the verdicts on the latest epoch.
 *
 * Int32 slots: [0] stop (1: after the running step; 2: and no verdict will come), [1] epochs decided,
 * then a verdict per trial, how many snapshots are not safe yet, and last a pulse that the worker
 * counts up whenever it looks at the others.
 * A bare flag would make the number of reports depend on timing; here the worker waits for the
 * verdicts on the very epoch it reported, once for the whole cohort.
 */
export interface Control {
  readonly memory: SharedArrayBuffer;
  /** Main thread: asks the worker to stop after the step it is in. */
  requestStop(): void;
  /** Main thread: the verdicts on `epoch` (from 0), by a trial's place in the cohort. */
  decide(epoch: number, verdicts: ReadonlyMap<number, Verdict>): void;
  /** Main thread: asks the same, and gives no verdict any more. */
  abandon(): void;
  /** A snapshot is to be made safe: called by the worker. */
  beginSaving(): void;
  /** Main thread: a snapshot is safe, or lost. */
  endSaving(): void;
  /** Worker: whether the snapshot before is still to be made safe. */
  isSaving(): boolean;
  /** Main thread: changes for as long as the worker gets on, or waits for a verdict. */
  pulse(): number;
  /** Main thread: all that it has said so far, for a copy of this in another process. */
  orders(): Orders;
  /** Main thread: resolves when it has said more, or may have. */
  ordered(): Promise<unknown>;
  /** A copy in another process: takes over what the main thread says to the original. */
  obey(orders: Orders): void;
  /** Main thread: takes over the pulse of a copy. */
  beat(pulse: number): void;
  /** Worker: true once a stop was asked for. */
  stopRequested(): boolean;
  /** Worker: blocks until `epoch` is decided, or will never be. */
  waitFor(epoch: number): ((place: number) => Verdict) | 'interrupt';
}

/** What the main thread says to a cohort, as plain data. */
export interface Orders {
  readonly stop: number;
  /** Epochs decided, and the verdicts on the last of them by place. */
  readonly decided: number;
  readonly verdicts: readonly number[];
  /** Snapshots that are safe, or lost. */
  readonly saved: number;
}

export function createControl(trials: number): Control {
  return openControl(new SharedArrayBuffer(4 * (FIRST + trials + 2)));
}

const STOP = 0;
const DECIDED = 1;
const FIRST = 2;

const STOPPING = 1;
const ABANDONED = 2;

export function openControl(memory: SharedArrayBuffer): Control {
  const slots = new Int32Array(memory);
  const saving = slots.length - 2;
  const pulse = slots.length - 1;
  /** Snapshots that a copy has taken for safe. */
  let saved = 0;
  return {
    memory,
    requestStop() {
      Atomics.compareExchange(slots, STOP, 0, STOPPING);
      Atomics.notify(slots, DECIDED);
    },
    abandon() {
      Atomics.store(slots, STOP, ABANDONED);
      Atomics.notify(slots, DECIDED);
    },
    beginSaving: () => void Atomics.add(slots, saving, 1),
    endSaving() {
      Atomics.sub(slots, saving, 1);
      Atomics.notify(slots, DECIDED);
    },
    isSaving: () => Atomics.load(slots, saving) > 0,
    decide(epoch, verdicts) {
      for (const [place, verdict] of verdicts) {
        Atomics.store(slots, FIRST + place, VERDICTS.indexOf(verdict));
      }
      Atomics.store(slots, DECIDED, epoch + 1);
      Atomics.notify(slots, DECIDED);
    },
    pulse: () => Atomics.load(slots, pulse),
    orders: () => ({
      stop: Atomics.load(slots, STOP),
      decided: Atomics.load(slots, DECIDED),
      verdicts: [...slots.slice(FIRST, saving)],
      // Those that begin are counted in the copy.
      saved: -Atomics.load(slots, saving),
    }),
    async ordered() {
      // The timeout frees what waits for a cohort that has ended.
      await Atomics.waitAsync(slots, DECIDED, Atomics.load(slots, DECIDED), 1000).value;
    },
    obey(orders) {
      Atomics.store(slots, STOP, orders.stop);
      slots.set(orders.verdicts, FIRST);
      Atomics.sub(slots, saving, orders.saved - saved);
      saved = orders.saved;
      Atomics.store(slots, DECIDED, orders.decided);
      Atomics.notify(slots, DECIDED);
    },
    beat: (newest) => void Atomics.store(slots, pulse, newest),
    stopRequested() {
      Atomics.add(slots, pulse, 1);
      return Atomics.load(slots, STOP) !== 0;
    },
    waitFor(epoch) {
      for (;;) {
        Atomics.add(slots, pulse, 1);
        const decided = Atomics.load(slots, DECIDED);
        if (decided > epoch) return (place) => VERDICTS[Atomics.load(slots, FIRST + place)]!;
        // A stop waits for the verdicts: without them the epoch would have to be trained again.
        if (Atomics.load(slots, STOP) === ABANDONED) return 'interrupt';
        // The timeout covers a stop asked for between the two loads above and this wait.
        Atomics.wait(slots, DECIDED, decided, 200);
      }
    },
  };
}
