import type { Params } from './space.js';

/**
 * queued → running → one of the final states; an interrupted attempt puts its trial back to queued.
 * `stopped`: by a pruner or the budget. `diverged`: NaN or infinity. `failed`: an error.
 */
export type TrialState = 'queued' | 'running' | 'finished' | 'stopped' | 'diverged' | 'failed';

export type FinalState = Exclude<TrialState, 'queued' | 'running'>;

/** One epoch of one trial. Losses are means over images; accuracies are fractions in [0, 1]. */
export interface Report {
  /** From 0. */
  readonly epoch: number;
  readonly trainLoss: number;
  readonly trainAccuracy: number;
  readonly valLoss: number;
  readonly valAccuracy: number;
  /** The rate at the epoch's first step. */
  readonly learningRate: number;
  /** This trial's share: work done for several trials at once is divided among them. */
  readonly seconds: number;
  /** What the epoch would have taken had the trial been alone. */
  readonly soloSeconds: number;
  /** The trial whose training this was, too: the first of those that had not parted. Null: its own. */
  readonly sharedWith: number | null;
  /** Training images passed per second of its share of training time (validation left out). */
  readonly imagesPerSecond: number;
  /** Peak bytes of the backend's memory so far, or of the process where the backend cannot say. */
  readonly peakMemoryBytes: number;
}

/** A trial as the store knows it. A snapshot: read again after each write. */
export interface Trial {
  /** Row id, unique over all sweeps: what `thaw show TRIAL` takes. */
  readonly id: number;
  readonly sweepId: number;
  /** Place in its sweep, from 0: what the sampler was asked for. */
  readonly number: number;
  readonly params: Params;
  readonly state: TrialState;
  readonly reports: readonly Report[];
}

/**
 * How a trial ended in a worker. `interrupted`: it runs again. Without an error it was asked to
 * stop; with one, something went wrong while others trained beside it, and it will run alone.
 */
export interface TrialOutcome {
  readonly trialId: number;
  readonly state: FinalState | 'interrupted';
  /** Why, for every state but `finished`. */
  readonly error?: SerializedError;
  /** Epoch whose weights the checkpoint holds, if one was written. */
  readonly checkpointEpoch?: number;
}

/** An error as it crosses a thread or lies in the database. */
export interface SerializedError {
  readonly code: string;
  readonly message: string;
  readonly stack?: string;
}
