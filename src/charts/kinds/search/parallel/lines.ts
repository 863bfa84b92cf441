import type { Metric } from '../../../../core/metric.js';
import type { Brush } from '../../../chart.js';
import { byLoss } from '../../../parts/outcomes/by-loss.js';
import type { Valued } from '../../../parts/outcomes/finished-trials.js';
import type { Dimension } from '../../../parts/params/dimensions.js';
import { jitter } from '../../../parts/params/jitter.js';
import { isIn } from '../../../parts/trials-shown.js';
import type { Color, Mark, Place } from '../../../scene.js';
import type { Rails } from './rails.js';

/** How a trial is drawn. */
export interface Look {
  readonly trial: Valued;
  /** Null: gray, as it is not among what is chosen, or not among the best of very many. */
  readonly color: Color | null;
  readonly isChosen: boolean;
}

/** Where a trial runs: one place an axis; null: it has none there. */
export function lineOf(
  trial: Valued,
  dimensions: readonly Dimension[],
  { rails, absent, bottom, top }: Rails,
): readonly (Place | null)[] {
  const own = dimensions.map((dimension, k): Place | null => {
    const { ruler, x, axis } = rails[k]!;
    const value = dimension.read(trial);
    if (value === null) return absent === null ? null : [x, absent];
    const place = ruler.place(value);
    if (place === null) return null;
    if (axis.kind !== 'category') return [x, place];
    const spread = Math.min(ruler.step * 0.5, 26, (bottom - top) * 0.1);
    return [x, place + spread * jitter(trial.number)];
  });
  const last = rails.at(-1)!;
  const value = last.ruler.place(trial.value);
  return [...own, value === null ? null : [last.x, value]];
}

/** Whether a trial lies in all that is brushed; what a point does not have lies in nothing. */
export function isBrushed(
  trial: Valued,
  dimensions: readonly Dimension[],
  metric: Metric,
  brushes: Readonly<Record<string, Brush>>,
): boolean {
  return Object.entries(brushes).every(([name, brush]) => {
    if (name === metric.name) return isIn(trial.value, '', brush);
    const dimension = dimensions.find((each) => each.name === name);
    if (!dimension) return true;
    const value = dimension.read(trial);
    return value !== null && isIn(value, String(value), brush);
  });
}

/** Gray ones first, then from the worst to the best, then those that were chosen. */
export function inOrder(looks: readonly Look[], metric: Metric): readonly Look[] {
  const layer = ({ color, isChosen }: Look) => (isChosen ? 2 : color === null ? 0 : 1);
  return looks.toSorted((a, b) => layer(a) - layer(b) || -byLoss(metric)(a.trial, b.trial));
}

/** One line, as faint as there are many. */
export function markOf(
  { trial, color, isChosen }: Look,
  places: readonly (Place | null)[],
  count: number,
): Mark {
  const faint = Math.max(0.12, Math.min(0.85, 30 / Math.sqrt(count * 10)));
  return {
    kind: 'line',
    places,
    color: isChosen ? 'ink' : (color ?? 'muted'),
    width: isChosen ? 2.5 : color === null ? 1 : 1.5,
    opacity: isChosen ? 1 : color === null ? Math.max(0.05, Math.min(0.25, 100 / count)) : faint,
    ...(trial.state === 'finished' ? {} : { dash: 'dashed' as const }),
  };
}
