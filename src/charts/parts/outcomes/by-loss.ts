import { type Metric, toLoss } from '../../../core/metric.js';
import type { Valued } from './finished-trials.js';

/** The best first; equal ones by number. */
export function byLoss(metric: Metric): (a: Valued, b: Valued) => number {
  return (a, b) => toLoss(a.value, metric) - toLoss(b.value, metric) || a.number - b.number;
}
