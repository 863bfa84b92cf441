/**
 * What a sweep computed once for several trials, and what that saved. Times are seconds since the
 * sweep's first attempt began.
 */
export interface SharingDocument {
  /** Id. */
  readonly sweep: number;
  /** In the order in which they began. */
  readonly cohorts: readonly SharedCohort[];
  /** What was taken, and what trials would have taken alone: sums over all reports. */
  readonly seconds: number;
  readonly solo_seconds: number;
}

/** Trials trained together over one trunk. */
export interface SharedCohort {
  /** From 1, within the sweep. */
  readonly cohort: number;
  /** Ids. */
  readonly trials: readonly number[];
  /** What they share, in words: augmentation, image size, seed. */
  readonly trunk: Readonly<Record<string, string>>;
  /** Null: it has not begun; not ended. */
  readonly from: number | null;
  readonly to: number | null;
  readonly seconds: number;
  readonly solo_seconds: number;
  /** A tree: each hangs on the branch that it forked from, or (`parent` null) on the trunk. */
  readonly branches: readonly SharedBranch[];
}

/** A stretch of training that is that of one or more trials. */
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
