import { scaleLinear } from 'd3-scale';
import type { Stretch } from '../chart.js';
import type { Axis } from '../scene.js';

interface Wanted {
  readonly name: string;
  readonly label?: string;
  readonly log?: boolean;
  /** All that is shown of it. */
  readonly zoom?: Stretch | undefined;
  /** Ends at round numbers. Default: where it is linear and not zoomed. */
  readonly nice?: boolean;
  readonly reversed?: boolean;
}

/** An axis that all these fit on, the ends included; null: none of them is a number it can show. */
export function axisOver(
  values: Iterable<number | null>,
  { name, label = name, log = false, zoom, nice = true, reversed }: Wanted,
): Axis | null {
  let [least, most] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const value of values) {
    if (value === null || !Number.isFinite(value) || (log && value <= 0)) continue;
    least = Math.min(least, value);
    most = Math.max(most, value);
  }
  if (least > most) return null;
  const named = { name, label, ...(reversed === undefined ? {} : { reversed }) };
  if (zoom && isWide(zoom) && (!log || zoom.low > 0)) {
    return { ...named, kind: log ? 'log' : 'linear', low: zoom.low, high: zoom.high };
  }
  if (log) return { ...named, kind: 'log', ...widened(least, most, true) };
  const { low, high } = widened(least, most, false);
  const [from, to] = nice ? scaleLinear([low, high], [0, 1]).nice(5).domain() : [low, high];
  return { ...named, kind: 'linear', low: from ?? low, high: to ?? high };
}

/** Numbers so close, or so far apart, that pixels between them are no numbers make no axis. */
function isWide({ low, high }: Stretch): boolean {
  const pixels = 1e6 / (high - low);
  return low < high && Number.isFinite(pixels) && pixels > 0;
}

/** A single value has room on both sides. */
function widened(low: number, high: number, log: boolean) {
  if (low < high) return { low, high };
  if (log) return { low: low / 2, high: high * 2 };
  const room = low === 0 ? 1 : Math.abs(low) * 0.1;
  return { low: low - room, high: high + room };
}
