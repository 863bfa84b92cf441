import { linearTicks, type NumberTick } from '../../../charts/ticks.js';
import type { Goal } from '../../../core/metric.js';
import type { BoardRow } from './board-rows.js';

/** What the intervals of all rows are drawn on. */
export interface WhiskerScale {
  readonly low: number;
  readonly high: number;
  readonly ticks: readonly NumberTick[];
}

/**
 * The scale that the better half of the rows fits: those that lie far behind would press the others, which
 * are to be told apart, into a dot. null: no row has an interval.
 */
export function whiskerScale(
  rows: readonly Pick<BoardRow, 'value' | 'interval'>[],
  goal: Goal,
): WhiskerScale | null {
  const sign = goal === 'maximize' ? -1 : 1;
  const best = rows
    .flatMap(({ value, interval }) => (value === null || !interval ? [] : { value, interval }))
    .sort((a, b) => sign * (a.value - b.value));
  const shown = best.slice(0, Math.ceil(best.length / 2)).map(({ interval }) => interval);
  if (shown.length === 0) return null;
  const low = shown.reduce((least, each) => Math.min(least, each.low), Number.POSITIVE_INFINITY);
  const high = shown.reduce((most, each) => Math.max(most, each.high), Number.NEGATIVE_INFINITY);
  return { low, high, ticks: low < high ? linearTicks(low, high, 4) : [] };
}
