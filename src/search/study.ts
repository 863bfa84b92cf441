import type { Metric } from '../core/metric.js';
import type { Params } from '../core/space.js';
import type { TrialState } from '../core/trial-state.js';

/** What a sampler may look at: the sweep so far, and what its trials are ranked by. */
export interface Study {
  readonly metric: Metric;
  /** Every trial that has a row, by number. */
  readonly trials: readonly StudyTrial[];
}

export interface StudyTrial {
  readonly number: number;
  readonly params: Params;
  readonly state: TrialState;
  /**
   * By epoch, from the first, as far as they are reported: the metric as a loss, lower is better
   * whatever its goal; what is no number is +Infinity.
   */
  readonly losses: readonly number[];
}
