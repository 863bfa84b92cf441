import type { Metric } from '../metric.js';

/** A metric that trials are compared by, and what they must keep to. */
export interface Objective extends Metric {
  /** Smallest and largest value that a trial may have to count, both inclusive; absent: any. */
  readonly min?: number;
  readonly max?: number;
}
