import type { Json } from '../../../core/json.js';
import type { Goal, MetricName, Metrics } from '../../../core/metric.js';
import type { Params } from '../../../core/space.js';
import type { TrialState } from '../../../core/trial-state.js';
import type { ComparedTrial, Comparison } from '../../insight/comparison.js';

/** `thaw compare TRIAL TRIAL --format json`. */
export interface CompareDocument {
  readonly metric: MetricName;
  readonly goal: Goal;
  /** In the order in which they were named. */
  readonly trials: readonly [ComparedDocument, ComparedDocument];
  /** Fields of the recipes that differ; null: one has no such field. */
  readonly different: readonly { readonly field: string; readonly values: readonly [Json, Json] }[];
  readonly equal: Readonly<Record<string, Json>>;
  /** Over the images that both were validated on; null: see `untested`. */
  readonly test: {
    readonly images: number;
    readonly both_right: number;
    /** Images that only this one of the two trials had right. */
    readonly only: readonly [number, number];
    readonly both_wrong: number;
    /** Accuracy of the first minus that of the second, and half its 95 % interval. */
    readonly difference: number;
    readonly margin: number;
    /** McNemar's test, mid-p. */
    readonly p: number;
  } | null;
  readonly untested: string | null;
  /**
   * The metric of the first minus that of the second over replicates that both points have; null:
   * fewer than two.
   */
  readonly runs: { readonly mean: number; readonly margin: number; readonly n: number } | null;
}

interface ComparedDocument {
  /** Ids. */
  readonly trial: number;
  readonly sweep: number;
  readonly state: TrialState;
  readonly params: Params;
  /** The epoch that stands for it, and what was measured then; null: none was reported. */
  readonly epoch: number | null;
  readonly metrics: Metrics | null;
  readonly epochs: number;
  readonly seconds: number;
  readonly solo_seconds: number;
  /** The metric, by epoch. */
  readonly curve: readonly number[];
}

export function compareDocument(comparison: Comparison): CompareDocument {
  const { one, other, metric, different, equal, test, untested, runs } = comparison;
  return {
    metric: metric.name,
    goal: metric.goal,
    trials: [comparedDocument(one, metric.name), comparedDocument(other, metric.name)],
    different: different.map((pair) => {
      return { field: pair.name, values: [pair.one ?? null, pair.other ?? null] };
    }),
    equal: Object.fromEntries(equal.map(({ name, one: value }) => [name, value ?? null])),
    test: test && {
      images: test.images,
      both_right: test.bothRight,
      only: [test.onlyOne, test.onlyOther],
      both_wrong: test.bothWrong,
      difference: test.difference,
      margin: test.margin,
      p: test.p,
    },
    untested,
    runs: runs && { mean: runs.mean, margin: runs.margin, n: runs.n },
  };
}

function comparedDocument(compared: ComparedTrial, metric: MetricName): ComparedDocument {
  const { trial, sweep, standing, seconds, soloSeconds } = compared;
  return {
    trial: trial.id,
    sweep: sweep.id,
    state: trial.state,
    params: trial.params,
    epoch: standing?.epoch ?? null,
    metrics: standing?.metrics ?? null,
    epochs: trial.reports.length,
    seconds,
    solo_seconds: soloSeconds,
    curve: trial.reports.map(({ metrics }) => metrics[metric]),
  };
}
