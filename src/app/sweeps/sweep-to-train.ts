import type { SweepSpec } from '../../core/sweep.js';
import type { Identified } from '../../worker/protocol/tasks.js';

/** A sweep, or what remains of one, and how it is to be trained. */
export interface SweepToTrain {
  readonly spec: SweepSpec;
  /** `auto`, or a backend's name. */
  readonly backend: string;
  /** Trials there are to run; null: not known. */
  readonly remaining: number | null;
  /** Bytes that the largest trial needs alone; absent: not known. */
  readonly trialBytes?: number;
  /** Leave out images that cannot be read, instead of stopping. */
  readonly skipBad: boolean;
  /** False: each trial trains alone, for comparison. */
  readonly sharing: boolean;
  /**
   * Which accepted change of images or weights its trials come after, given what is there now.
   * @throws {ChangedError} what is there now is not what others of the sweep were made of.
   */
  settle(now: Identified): Promise<number>;
  /** The sweep's row; asked for once backend, weights and data are there. */
  sweepId(spec: SweepSpec): Promise<number>;
}
