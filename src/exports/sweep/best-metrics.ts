import type { Objective } from '../../core/study/objective.js';
import type { LeaderboardRow } from '../../store/port.js';

/**
 * What a trial comes to, for tools that show the last value of a curve: `best_val_accuracy`, and so
 * on for all objectives, at the epoch that stands for it. Empty: it has reported nothing.
 */
export function bestMetrics(
  { metrics }: Pick<LeaderboardRow, 'metrics'>,
  objectives: readonly Objective[],
): readonly (readonly [name: string, value: number])[] {
  if (!metrics) return [];
  return objectives.map(({ name }) => [bestName(name), metrics[name]]);
}

export function bestName(metric: Objective['name']): string {
  return `best_${metric}`;
}
