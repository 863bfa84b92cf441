import type { MetricName } from '../../../core/metric.js';
import { fromLoss } from '../../../core/metric.js';
import type { Params } from '../../../core/space.js';
import type { Objective } from '../../../core/study/objective.js';
import type { Pareto, ParetoTrial } from '../../pareto/pareto.js';

type Values = Partial<Record<MetricName, number>>;

/** `thaw pareto --format json`. */
export interface ParetoDocument {
  /** Id. */
  readonly sweep: number;
  readonly name: string;
  readonly objectives: readonly Objective[];
  /** The front, then the others, the nearest to it first, then those outside bounds. */
  readonly trials: readonly {
    /** Id. */
    readonly trial: number;
    /** Whether no other is better in one objective and worse in none. */
    readonly front: boolean;
    /** Whether it keeps to the bounds of the sweep's objectives. */
    readonly feasible: boolean;
    /** The epoch that stands for it, from 0. */
    readonly epoch: number;
    readonly values: Values;
    /** How many trials of the front are better; null: outside bounds. */
    readonly dominated_by: number | null;
    /**
     * What the nearest of them is better by, in the objective where that is most and in parts of its
     * range; null: outside bounds.
     */
    readonly behind: number | null;
    /** That trial; null: none is better. */
    readonly behind_trial: number | null;
    /** As sampled. */
    readonly params: Params;
  }[];
  /** Finished trials of which a value is not known. */
  readonly unknown: number;
  /** Null: too few trials, no range, or a front too large to measure. */
  readonly hypervolume: {
    /** In [0, 1]; more is better. */
    readonly value: number;
    /** The point that it is measured from: a tenth of the range behind the worst of each. */
    readonly reference: Values;
    /** What the first so many trials came to, where it rose; of very many places a hundred. */
    readonly history: readonly { readonly trials: number; readonly value: number }[];
  } | null;
}

export function paretoDocument({
  sweep,
  objectives,
  trials,
  unknown,
  volume,
}: Pareto): ParetoDocument {
  const byName = (values: readonly number[]): Values =>
    Object.fromEntries(objectives.map(({ name }, i) => [name, values[i]!]));
  return {
    sweep: sweep.id,
    name: sweep.name,
    objectives,
    trials: trials.map((trial) => ({
      trial: trial.trial,
      front: trial.isFront,
      feasible: trial.feasible,
      epoch: trial.epoch,
      values: byName(trial.values),
      ...behindFields(trial),
      params: trial.params,
    })),
    unknown,
    hypervolume: volume && {
      value: volume.value,
      reference: byName(volume.reference.map((loss, i) => fromLoss(loss, objectives[i]!))),
      history: volume.history,
    },
  };
}

function behindFields({ shortfall }: ParetoTrial) {
  return {
    dominated_by: shortfall?.dominatedBy ?? null,
    behind: shortfall?.by ?? null,
    behind_trial: shortfall?.behind ?? null,
  };
}
