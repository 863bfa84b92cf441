import type { Curve } from '../../results/documents/live/curves.js';
import type { TrialEntry } from '../../results/documents/live/trials.js';
import type { ChartOptions } from '../chart.js';
import { smoothed } from './smoothed.js';
import { isIn } from './trials-shown.js';

/** A trial's metric, report by report. */
export interface TrialLine {
  readonly trial: TrialEntry;
  readonly points: readonly Point[];
}

interface Point {
  /** From 0. */
  readonly epoch: number;
  readonly seconds: number | null;
  readonly x: number | null;
  /** As measured, and as it is drawn; null: no number. */
  readonly value: number | null;
  readonly y: number | null;
}

/** Of trials that have reported something. */
export function linesOf(
  trials: readonly TrialEntry[],
  all: readonly Curve[],
  x: 'epoch' | 'seconds',
  { smooth = 0, brush = {} }: Pick<ChartOptions, 'smooth' | 'brush'>,
): readonly TrialLine[] {
  const brushed = brush[x];
  const byTrial = new Map(all.map((curve) => [curve.trial, curve]));
  return trials.flatMap((trial) => {
    const curve = byTrial.get(trial.trial);
    if (!curve) return [];
    const drawn = smoothed(curve.values, smooth);
    const points = curve.values.map((value, epoch) => {
      const seconds = curve.seconds[epoch] ?? null;
      return { epoch, seconds, x: x === 'epoch' ? epoch : seconds, value, y: drawn[epoch] ?? null };
    });
    const kept = brushed ? points.filter((point) => isIn(point.x, '', brushed)) : points;
    return kept.length === 0 ? [] : [{ trial, points: kept }];
  });
}

/** What diverged must not press all others flat. */
export function valuesToFit(lines: readonly TrialLine[]): readonly (number | null)[] {
  const sound = lines.filter(({ trial }) => trial.state !== 'diverged' && trial.state !== 'failed');
  return (sound.length > 0 ? sound : lines).flatMap(({ points }) => points.map(({ y }) => y));
}
