import type { Metrics } from '../metric.js';
import type { Objective } from './objective.js';

/** Whether a trial with these metrics counts. What is not known keeps to no bound. */
export function keepsBounds(metrics: Metrics, objectives: readonly Objective[]): boolean {
  return objectives.every(({ name, min, max }) => {
    const value = metrics[name];
    return (min === undefined || value >= min) && (max === undefined || value <= max);
  });
}

/** Those that bound their metric. */
export function bounded(objectives: readonly Objective[]): readonly Objective[] {
  return objectives.filter(({ min, max }) => min !== undefined || max !== undefined);
}
