import type { Metric } from '../core/metric.js';
import type { Params } from '../core/space.js';
import type { Objective } from '../core/study/objective.js';
import type { EarlierPoint } from '../core/study/warm-start.js';
import type { SweepSpec } from '../core/sweep.js';
import type { TrialState } from '../core/trial-state.js';

/** What a sampler may look at: the sweep so far, and what its trials are ranked by. */
export interface Study {
  readonly metric: Metric;
  /** What trials are compared by, `metric` first. */
  readonly objectives: readonly Objective[];
  /** Every point that has a row, by number. */
  readonly trials: readonly StudyTrial[];
  /** What an earlier sweep found in this space. */
  readonly earlier: readonly EarlierPoint[];
}

/** A point, and what is known of it: of several runs of it, the mean. */
export interface StudyTrial {
  readonly number: number;
  readonly params: Params;
  readonly state: TrialState;
  /**
   * By epoch, from the first, as far as they are reported: the metric as a loss, lower is better
   * whatever its goal; what is no number is +Infinity.
   */
  readonly losses: readonly number[];
  /**
   * Once it has ended: of the epoch that stands for it, a loss for each of the study's objectives.
   * Empty: it has not, or has reported nothing.
   */
  readonly standing: readonly number[];
}

/** The study of a sweep with these trials. */
export function studyOf(
  { metric, objectives, warmStart }: Pick<SweepSpec, 'metric' | 'objectives' | 'warmStart'>,
  trials: readonly StudyTrial[],
): Study {
  return { metric, objectives, trials, earlier: warmStart?.points ?? [] };
}
