import type { MadeOf } from '../../../core/prints/fingerprint.js';
import type { StoredSnapshot } from '../../../core/snapshots/snapshot.js';
import { bounded } from '../../../core/study/bounds.js';
import type { SweepSpec } from '../../../core/sweep.js';
import type { Pace } from '../../../plan/pace.js';
import { priceTrial } from '../../../plan/price-trial.js';
import { COHORT_TRIALS, groupWork } from '../../../plan/split-group.js';
import type { PlannedCohort } from '../../../sweep/runners/runner.js';
import type { Order, SnapshotBlob } from '../../protocol/order.js';

/** What all orders of a sweep have in common. */
export interface OrderParts {
  readonly sweepId: number;
  readonly spec: SweepSpec;
  readonly made: MadeOf;
  /** What to expect of one agent. */
  readonly pace: Pace;
}

export interface PlannedOrder {
  readonly order: Order;
  /** That it takes by the plan. */
  readonly bytes: number;
}

export function orderOf(
  { name, trials, stored, snapshots }: PlannedCohort,
  { sweepId, spec, made, pace }: OrderParts,
): PlannedOrder {
  const { fingerprint } = made;
  const work = groupWork(
    trials.map(({ recipe }) => ({ price: priceTrial(recipe, pace.backward) })),
  );
  const keepsAll = bounded(spec.objectives).length > 0 && spec.keep > 0;
  const order: Order = {
    sweepId,
    cohort: name,
    trials: trials.map(({ trialId, recipe, checkpoint }) => {
      return { trialId, recipe, keeps: checkpoint !== null };
    }),
    classNames: fingerprint.classNames,
    data: spec.data,
    model: spec.model,
    dataDigest: fingerprint.data ?? '',
    weights: fingerprint.weights,
    // Which of a cohort keep to bounds is not known before their reports are: all are written.
    keep: keepsAll ? COHORT_TRIALS : spec.keep,
    sharing: true,
    exact: spec.exact ?? true,
    trialMs: spec.budget.trialMs,
    onTrial: spec.budget.onTrial,
    from: stored ? blobOf(stored) : null,
    snapshots: snapshots && {
      epochs: snapshots.epochs,
      everyMs: snapshots.everyMs,
      maxBytes: snapshots.maxBytes,
    },
    seconds: (work.trunk + work.heads) / pace.rate,
  };
  return { order, bytes: work.bytes };
}

function blobOf({ epoch, step, file, sha256, bytes }: StoredSnapshot): SnapshotBlob {
  return { epoch, step, file, sha256, bytes };
}
