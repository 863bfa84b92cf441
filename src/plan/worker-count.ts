export interface WorkerCountParts {
  /** As the sweep asks for it. */
  readonly requested: number | 'auto';
  /** Workers that make sense at once for the backend on this machine (`Backend.workers`). */
  readonly sensible: number;
  /** Workers that the backend can bear in one process (`Backend.maxWorkers`). */
  readonly most: number;
  /** Bytes of memory that are free. */
  readonly freeBytes: number;
  /** Trials that are left to run; null: not known. */
  readonly trials: number | null;
}

/**
 * Bytes that `auto` grants a worker: weights, frozen outputs kept, activations of a common batch.
 * An estimate on the safe side, for machines with many cores and little memory.
 */
const BYTES_PER_WORKER = 1.5 * 2 ** 30;

/**
 * How many workers to start: never more than trials or than the backend bears, and with `auto` no
 * more than fit in memory.
 */
export function workerCount({
  requested,
  sensible,
  most,
  freeBytes,
  trials,
}: WorkerCountParts): number {
  const wanted =
    requested === 'auto' ? Math.min(sensible, Math.floor(freeBytes / BYTES_PER_WORKER)) : requested;
  return Math.max(1, Math.min(wanted, most, trials ?? wanted));
}
