import type { Position } from '../../core/snapshots/snapshot.js';
import type { SnapshotRule } from '../../core/snapshots/snapshot-rule.js';
import type { AtBudget, DataSpec, ModelSpec } from '../../core/sweep.js';
import type { TrialTask } from '../../core/trial.js';

/** A cohort to train: all that an agent needs to know, but for files, which it asks for by digest. */
export interface Order {
  readonly sweepId: number;
  /** As attempts name it. */
  readonly cohort: string;
  readonly trials: readonly OrderedTrial[];
  /** In label order. */
  readonly classNames: readonly string[];
  /** As the submitter has them: paths in it mean nothing on another machine. */
  readonly data: DataSpec;
  readonly model: ModelSpec;
  /** Digest of the images' listing, and what tells the weights from others: what the agent has must be these. */
  readonly dataDigest: string;
  readonly weights: string | null;
  /** How many trials' weights the sweep keeps. */
  readonly keep: number;
  /** False: nothing is kept from one cohort to the next. */
  readonly sharing: boolean;
  /** On a GPU: the same bits each time. */
  readonly exact: boolean;
  /** Milliseconds a trial may take; null: any. */
  readonly trialMs: number | null;
  readonly onTrial: AtBudget;
  /** Where training goes on from; null: from the beginning. */
  readonly from: SnapshotBlob | null;
  /** When snapshots are taken; null: never. */
  readonly snapshots: SnapshotRule | null;
  /** Rough seconds that it takes on this class of machine; null: nobody knows. */
  readonly seconds: number | null;
}

/** `keeps`: its best epoch's tensors may be among those kept, and are to be uploaded. */
export interface OrderedTrial extends Pick<TrialTask, 'trialId' | 'recipe'> {
  readonly keeps: boolean;
}

/** A snapshot among the artifacts, by its digest. */
export interface SnapshotBlob extends Position {
  readonly file: string;
  readonly sha256: string;
  readonly bytes: number;
}
