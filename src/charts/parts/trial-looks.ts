import type { Metric } from '../../core/metric.js';
import type { TrialEntry } from '../../results/documents/live/trials.js';
import type { ChartOptions } from '../chart.js';
import { seriesColor } from '../palette.js';
import type { LineMark } from '../scene.js';
import { bestFirst } from './trials-shown.js';

/** How a trial stands out. */
export interface Look {
  /** From 0. */
  readonly rank: number;
  readonly color: LineMark['color'];
  readonly dash: LineMark['dash'];
}

/** Those that stand out: the trials that were chosen, else the best. */
export function looksOf(
  shown: readonly TrialEntry[],
  metric: Metric,
  { top, chosen = [] }: ChartOptions,
): ReadonlyMap<number, Look> {
  const best = bestFirst(shown, metric.goal).map(({ trial }) => trial);
  const picked = chosen.filter((id) => shown.some(({ trial }) => trial === id));
  const most = top ?? (picked.length > 0 ? 0 : DEFAULT_TOP);
  const ids = [...new Set([...picked, ...best.slice(0, most)])];
  return new Map(
    ids.map((id, rank) => {
      const dash = rank < 8 ? undefined : rank < 16 ? 'dashed' : 'dotted';
      return [id, { rank, color: seriesColor(rank), dash }];
    }),
  );
}

/** So many of the best stand out where nobody says, and no trials are chosen. */
export const DEFAULT_TOP = 5;
