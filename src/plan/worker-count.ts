export interface WorkerCountParts {
  /** As the sweep asks for it. */
  readonly requested: number | 'auto';
  /** Workers that make sense at once for the backend on this machine (`Backend.workers`). */
  readonly sensible: number;
  /** Workers that the backend can bear in one process (`Backend.maxWorkers`). */
  readonly most: number;
  readonly cores: number;
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

/** Bytes that a worker takes before it trains: its thread, a tensor library, a network's weights. */
const LEAST_BYTES = 0.4 * 2 ** 30;

/** Workers on a core beyond which they only take each other's time. */
const MOST_PER_CORE = 4;

/** The most workers that a machine bears, whoever asks for more. */
export function mostWorkers({
  cores,
  freeBytes,
  most,
}: Pick<WorkerCountParts, 'cores' | 'freeBytes' | 'most'>): number {
  const inMemory = Math.floor(freeBytes / LEAST_BYTES);
  return Math.max(1, Math.min(most, MOST_PER_CORE * cores, inMemory));
}

/**
 * How many workers to start: never more than trials, than the backend or than the machine bears, and
 * with `auto` no more than have room to work in.
 */
export function workerCount({
  requested,
  sensible,
  most,
  cores,
  freeBytes,
  trials,
}: WorkerCountParts): number {
  const wanted =
    requested === 'auto' ? Math.min(sensible, Math.floor(freeBytes / BYTES_PER_WORKER)) : requested;
  return Math.max(1, Math.min(wanted, mostWorkers({ cores, freeBytes, most }), trials ?? wanted));
}
