import type { Json } from '../../../core/json.js';
import type { Goal, MetricName } from '../../../core/metric.js';
import type { StateCounts } from '../../../core/trial-state.js';
import type { Share } from '../../../search/importance/importance.js';
import type { ParameterEffects } from '../../insight/effects.js';
import { type ImportanceView, marginalValues } from '../../insight/importance.js';
import { whySilent } from '../../insight/silence.js';

/** `thaw importance --format json`. */
export interface ImportanceDocument {
  /** Id. */
  readonly sweep: number;
  readonly name: string;
  readonly metric: MetricName;
  readonly goal: Goal;
  readonly trials: StateCounts;
  /** Finished points that all is said of, and how many that takes. */
  readonly points: number;
  readonly needed: number;
  /** Share of the variance that the forest foretells for points it did not see; null: there is none. */
  readonly r2: number | null;
  /** Why `parameters` is empty; null: it is not. */
  readonly why: string | null;
  /** Shares of the forest's variance over the space, largest first. */
  readonly parameters: readonly (Interval & {
    readonly parameter: string;
    /** What the forest expects where the parameter has a value, all else at random. */
    readonly values: readonly { readonly value: Json; readonly expected: Interval }[];
  })[];
  /** What two do together beyond what each does alone. */
  readonly pairs: readonly (Interval & { readonly parameters: readonly [string, string] })[];
  /** What three and more do together. */
  readonly rest: Interval | null;
  /** All else equal, over pairs of points; `gain` in units of the metric. */
  readonly effects: readonly {
    readonly parameter: string;
    /** Null: the point does not have the parameter. */
    readonly better: Json;
    readonly worse: Json;
    readonly gain: number;
    /** Half the 95 % interval; those of one parameter hold together. */
    readonly margin: number;
    readonly pairs: number;
    /**
     * What is compared: points that agree in all else, or the best of those that agree in all but the
     * learning rate.
     */
    readonly over: 'all_else' | 'best_learning_rate';
    /** Seconds that a trial takes more with the better value. */
    readonly seconds: number;
  }[];
}

/** `low` to `high`: what 95 % of the forest's trees say. */
export interface Interval {
  readonly mean: number;
  readonly low: number;
  readonly high: number;
}

export function importanceDocument(view: ImportanceView): ImportanceDocument {
  const { sweep, counts, used, needed, r2, importance, effects, atBestRate } = view;
  const { metric } = sweep.spec;
  return {
    sweep: sweep.id,
    name: sweep.name,
    metric: metric.name,
    goal: metric.goal,
    trials: counts,
    points: used,
    needed,
    r2,
    why: whySilent(view),
    parameters: (importance?.factors ?? []).map((factor) => ({
      parameter: factor.name,
      ...interval(factor.share),
      values: marginalValues(factor, sweep.spec.space),
    })),
    pairs: (importance?.pairs ?? []).map(({ names, share }) => {
      return { parameters: names, ...interval(share) };
    }),
    rest: importance && interval(importance.rest),
    effects: [
      ...effects.flatMap((each) => entries(each, 'all_else')),
      ...atBestRate.flatMap((each) => entries(each, 'best_learning_rate')),
    ],
  };
}

function entries(
  { name, effects }: ParameterEffects,
  over: ImportanceDocument['effects'][number]['over'],
): ImportanceDocument['effects'] {
  return effects.map(({ better, worse, gain, seconds }) => ({
    parameter: name,
    better: better ?? null,
    worse: worse ?? null,
    gain: gain.mean,
    margin: gain.margin,
    pairs: gain.n,
    over,
    seconds,
  }));
}

function interval({ mean, low, high }: Share): Interval {
  return { mean, low, high };
}
