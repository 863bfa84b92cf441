import type { Metrics } from './metric.js';
import type { Recipe } from './recipe.js';
import type { Params } from './space.js';
import type { FinalState, TrialState } from './trial-state.js';

/** One epoch of one trial. */
export interface Report {
  /** From 0. */
  readonly epoch: number;
  readonly metrics: Metrics;
  /** The rate at the epoch's first step. */
  readonly learningRate: number;
  /** This trial's share: work done for several trials at once is divided among them. */
  readonly seconds: number;
  /** What the epoch would have taken had the trial been alone. */
  readonly soloSeconds: number;
  /**
   * Id of the trial that this epoch was trained as: the first of those that were still the same.
   * Null: it was trained as itself.
   */
  readonly sharedWith: number | null;
  /** Training images passed per second of its share of training time (validation left out). */
  readonly imagesPerSecond: number;
  /** Peak bytes of the backend's memory so far, or of the process where the backend cannot say. */
  readonly peakMemoryBytes: number;
  /**
   * Which validation images it got right, in the split's order: bit k of byte floor(k / 8), the lowest
   * first. Absent: not known.
   */
  readonly rights?: Uint8Array;
}

/**
 * One run of a point of the search space, as the store knows it. A snapshot: read again after each
 * write.
 */
export interface Trial {
  /** Row id, unique over all sweeps: what `thaw show TRIAL` takes. */
  readonly id: number;
  readonly sweepId: number;
  /** Place in its sweep, from 0. */
  readonly number: number;
  /** Place of its point among those that the sampler was asked for, from 0. */
  readonly point: number;
  /** Which run of its point, from 0. */
  readonly replicate: number;
  /** The values of its point. */
  readonly params: Params;
  /** What it trains with, resolved when the trial was laid down; null: its params make none. */
  readonly recipe: Recipe | null;
  readonly state: TrialState;
  readonly reports: readonly Report[];
}

/** A trial ready to be trained. */
export interface TrialTask {
  readonly trialId: number;
  readonly recipe: Recipe;
  /** Where the best epoch's trained tensors go if they may be among those kept; null: nowhere. */
  readonly checkpoint: string | null;
}

/**
 * How a trial's training ended, as its worker saw it. What becomes of the trial is said in one place
 * (sweep/outcomes.ts).
 */
export interface TrialEnd {
  readonly trialId: number;
  /**
   * `finished`: after its last epoch. `stopped`, `paused`: by a verdict. `diverged`: its loss is no
   * number. `broke`: an error. `interrupted`: all were asked to stop.
   */
  readonly how: 'finished' | 'stopped' | 'paused' | 'diverged' | 'broke' | 'interrupted';
  /** Why, where it diverged or broke. */
  readonly error?: SerializedError;
  /** Epoch whose weights the checkpoint holds, if one was written. */
  readonly checkpointEpoch?: number;
  /** SHA-256 (hex) of the checkpoint's file. */
  readonly checkpointDigest?: string;
  /** Why its weights, which were to be kept, could not be written. */
  readonly unsaved?: SerializedError;
  /** It was asked to stop because its own time was up. */
  readonly overtime?: boolean;
}

/**
 * What became of an attempt. `interrupted`: the trial is queued again. With an error, something went
 * wrong while others trained beside it, and it runs alone; or it was paused.
 */
export interface TrialOutcome {
  readonly trialId: number;
  readonly state: FinalState | 'interrupted';
  /** Why, for every state but `finished`. */
  readonly error?: SerializedError;
  /** Epoch whose weights the checkpoint holds, if one was written. */
  readonly checkpointEpoch?: number;
  /** SHA-256 (hex) of the checkpoint's file. */
  readonly checkpointDigest?: string;
  /** Why its weights, which were to be kept, could not be written. */
  readonly unsaved?: SerializedError;
}

/** Code of the error of an attempt that was paused. */
export const PAUSED = 'E_PAUSED';

/** Whether a trial gave way to others, and waits for its pruner to promote or to stop it. */
export function isPaused({ state, error }: Pick<TrialOutcome, 'state' | 'error'>): boolean {
  return state === 'interrupted' && error?.code === PAUSED;
}

/** An error as it crosses a thread or lies in the database. */
export interface SerializedError {
  readonly code: string;
  readonly message: string;
  readonly stack?: string;
}
