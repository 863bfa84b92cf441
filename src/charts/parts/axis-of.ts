import { scaleLinear } from 'd3-scale';
import type { Brush } from '../chart.js';
import type { Axis } from '../scene.js';

interface Wanted {
  readonly name: string;
  readonly label?: string;
  readonly log?: boolean;
  /** Only what lies in it is shown. */
  readonly brush?: Brush | undefined;
  /** Ends at round numbers. Default: where it is linear and nothing is chosen. */
  readonly nice?: boolean;
  readonly reversed?: boolean;
}

/** An axis that all these fit on, the ends included; null: none of them is a number it can show. */
export function axisOver(
  values: Iterable<number | null>,
  { name, label = name, log = false, brush, nice = true, reversed }: Wanted,
): Axis | null {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value === null || !Number.isFinite(value) || (log && value <= 0)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (least > most) return null;
  const named = { name, label, ...(reversed === undefined ? {} : { reversed }) };
  const chosen = brush && 'low' in brush ? chosenEnds(brush, log, least, most) : null;
  if (chosen) return { ...named, kind: log ? 'log' : 'linear', ...chosen };
  if (log) return { ...named, kind: 'log', ...widened(least, most, true) };
  const { low, high } = widened(least, most, false);
  const [from, to] = nice ? scaleLinear([low, high], [0, 1]).nice(5).domain() : [low, high];
  return { ...named, kind: 'linear', low: from ?? low, high: to ?? high };
}

/** Null: nothing can be shown between them. */
function chosenEnds(
  { low, high }: { readonly low: number; readonly high: number },
  log: boolean,
  least: number,
  most: number,
) {
  // An end that is open is that of the data.
  const from = Number.isFinite(low) ? low : least;
  const to = Number.isFinite(high) ? high : most;
  return from < to && (!log || from > 0) ? { low: from, high: to } : null;
}

/** A single value has room on both sides. */
function widened(low: number, high: number, log: boolean) {
  if (low < high) return { low, high };
  if (log) return { low: low / 2, high: high * 2 };
  const room = low === 0 ? 1 : Math.abs(low) * 0.1;
  return { low: low - room, high: high + room };
}
