import type { MetricName } from '../../../core/metric.js';

/** A metric of trials, epoch by epoch. */
export interface CurvesDocument {
  /** Id. */
  readonly sweep: number;
  readonly metric: MetricName;
  readonly curves: readonly Curve[];
}

export interface Curve {
  /** Id. */
  readonly trial: number;
  /** By epoch, from 0; null: no number. */
  readonly values: readonly (number | null)[];
  /** Its share of the seconds up to the end of each epoch. */
  readonly seconds: readonly number[];
}
