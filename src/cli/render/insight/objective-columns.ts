import { metrics, unitOf } from '../../../core/metric.js';
import { bounded } from '../../../core/study/bounds.js';
import type { Objective } from '../../../core/study/objective.js';
import { allOf } from '../../../core/words/all-of.js';
import type { Leaderboard } from '../../../results/leaderboard.js';
import type { LeaderboardRow } from '../../../store/port.js';
import { metricValue } from '../../text/metric-value.js';
import type { Column } from '../../text/table.js';
import { duration } from '../../text/units.js';

/** What a leaderboard shows of a trial beside what ranks it: other metrics, costs, the front. */
export interface ObjectiveColumns {
  readonly columns: readonly Column[];
  cells(row: LeaderboardRow): readonly string[];
}

export function objectiveColumns({
  query: { metric, objectives = [] },
  rows,
  front,
}: Pick<Leaderboard, 'query' | 'rows' | 'front'>): ObjectiveColumns {
  const names = objectives.map(({ name }) => name).filter((name) => name !== metric);
  const counts = new Set(rows.flatMap(({ parameters }) => parameters ?? []));
  const isShown = [metric, ...names].includes('trained_parameters');
  const varies = counts.size > 1 && !isShown;
  const titles = [
    ...names.map((name) => metrics[name].short),
    ...(varies ? [metrics.trained_parameters.short] : []),
  ];
  return {
    columns: [
      ...titles.map((title) => ({ title, align: 'right' }) as const),
      ...(front.size > 0 ? [{ title: 'front' }] : []),
    ],
    cells: (row) => [
      ...names.map((name) => metricValue(name, row.metrics?.[name] ?? null)),
      ...(varies ? [metricValue('trained_parameters', row.parameters)] : []),
      ...(front.size > 0 ? [front.has(row.trial) ? '*' : ''] : []),
    ],
  };
}

/** What marks in the table mean, a sentence each. */
export function objectiveNotes({
  sweep,
  query: { objectives = [] },
  rows,
  front,
}: Pick<Leaderboard, 'sweep' | 'query' | 'rows' | 'front'>): readonly string[] {
  const names = allOf(objectives.map(({ name }) => name));
  const outside = rows.some(({ feasible }) => !feasible);
  return [
    ...(front.size > 0
      ? [
          `* on the front: no ranked trial is better in one of ${names} and worse in none; \`thaw pareto ${sweep.id}\` shows more.`,
        ]
      : []),
    ...(outside ? [`outside: not with ${boundsText(objectives)}, so not ranked.`] : []),
  ];
}

/** `training_seconds at most 10 min and val_accuracy at least 0.5`. */
export function boundsText(objectives: readonly Objective[]): string {
  return allOf(
    bounded(objectives).map(({ name, min, max }) => {
      const ends = [
        ...(min === undefined ? [] : [`at least ${boundText(name, min)}`]),
        ...(max === undefined ? [] : [`at most ${boundText(name, max)}`]),
      ];
      return `${name} ${ends.join(' and ')}`;
    }),
  );
}

function boundText(name: Objective['name'], value: number): string {
  return unitOf(name) === 'seconds' ? duration(value) : String(value);
}
