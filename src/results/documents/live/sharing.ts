import type { AttemptRow } from '../../../store/port.js';

/**
 * What a sweep computed once for several trials, and what that saved. Times are seconds since the
 * sweep's first attempt began.
 */
export interface SharingDocument {
  /** Id. */
  readonly sweep: number;
  /** In the order in which they began. */
  readonly cohorts: readonly SharedCohort[];
  /** Tries at trials, in the order in which they began. */
  readonly attempts: readonly SharedAttempt[];
  /** What was taken, and what trials would have taken alone: sums over all reports. */
  readonly seconds: number;
  readonly solo_seconds: number;
}

/** One try at running a trial. */
export interface SharedAttempt {
  /** Id. */
  readonly trial: number;
  /** Number of the cohort that it ran in. */
  readonly cohort: number;
  readonly state: AttemptRow['state'];
  readonly from: number;
  /** Null: it has not ended. */
  readonly to: number | null;
}

/**
 * Trials taken together, to be trained over one trunk. Epochs of an attempt that was interrupted in
 * their midst count where they were gone on with; so a cohort may have trials and no branches.
 */
export interface SharedCohort {
  /** From 1, within the sweep. */
  readonly cohort: number;
  /** Ids. */
  readonly trials: readonly number[];
  /** What they share, in words: augmentation, image size, batch size, seed, run. */
  readonly trunk: Readonly<Record<string, string>>;
  readonly from: number;
  /** Null: it has not ended. */
  readonly to: number | null;
  readonly seconds: number;
  readonly solo_seconds: number;
  /** A tree: each hangs on the branch that it forked from, or (`parent` null) on the trunk. */
  readonly branches: readonly SharedBranch[];
}

/** A stretch of training that is that of the same trials, one or more, in all of its epochs. */
export interface SharedBranch {
  /** Place in the list of its cohort. */
  readonly branch: number;
  readonly parent: number | null;
  /** Where the network is cut: the first unit that trains, such as `layer4.0` or `fc`. */
  readonly cut: string;
  /** Ids of the trials whose training it is. */
  readonly trials: readonly number[];
  /** First and last epoch, from 0, both included. */
  readonly from_epoch: number;
  readonly to_epoch: number;
  readonly seconds: number;
}
