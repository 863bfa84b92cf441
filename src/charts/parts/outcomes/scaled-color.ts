import { type Metric, toLoss } from '../../../core/metric.js';
import { scaleColor } from '../../palette.js';
import type { Color } from '../../scene.js';
import { quartiles } from './quartiles.js';

/**
 * The color of a value between the worst and the best of these; all equal: the best's. Values far
 * below the others (by Tukey's fence) have the color of the worst, so that those that matter differ.
 */
export function scaledColor(values: readonly number[], metric: Metric): (value: number) => Color {
  const losses = values.map((value) => toLoss(value, metric)).sort((a, b) => a - b);
  const { low, high } = quartiles(losses);
  const best = losses[0] ?? 0;
  const fence = high + 1.5 * (high - low);
  const worst = losses.findLast((loss) => loss <= fence) ?? best;
  return (value) => {
    if (!(worst > best)) return scaleColor(1);
    return scaleColor((worst - toLoss(value, metric)) / (worst - best));
  };
}
