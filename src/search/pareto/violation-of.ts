import { fromLoss } from '../../core/metric.js';
import type { Objective } from '../../core/study/objective.js';

/**
 * How far losses miss the bounds of their objectives: the sum of what is missing, each as a part of its
 * bound so that metrics of different units add up; 0: they keep to all.
 *
 * @param losses one for each objective, lower is better.
 */
export function violationOf(losses: readonly number[], objectives: readonly Objective[]): number {
  let sum = 0;
  for (const [i, objective] of objectives.entries()) {
    const value = fromLoss(losses[i]!, objective);
    const { min, max } = objective;
    if (min !== undefined && value < min) sum += (min - value) / (Math.abs(min) || 1);
    if (max !== undefined && value > max) sum += (value - max) / (Math.abs(max) || 1);
  }
  return sum;
}
