import type { Metric } from '../../../../core/metric.js';
import type { Valued } from '../../../parts/outcomes/finished-trials.js';
import { scaledColor } from '../../../parts/outcomes/scaled-color.js';
import type { Mark } from '../../../scene.js';
import type { Rail } from './rails.js';

/** The colors of the values along their axis. */
export function scaleMarks(
  { ruler, x, area }: Rail,
  shown: readonly Valued[],
  metric: Metric,
): readonly Mark[] {
  const values = shown.map(({ value }) => value);
  const colorOf = scaledColor(values, metric);
  const places = values.flatMap((value) => ruler.place(value) ?? []);
  const [top, bottom] = [Math.min(...places), Math.max(...places)];
  const height = Math.max(1, (bottom - top) / STEPS);
  return Array.from({ length: STEPS }, (_, k): Mark => {
    const middle = top + (k + 0.5) * height;
    const value = ruler.valueAt(Math.min(middle, area.top + area.height));
    const color = colorOf(typeof value === 'number' ? value : values[0]!);
    return {
      kind: 'bar',
      left: x,
      top: middle - height / 2,
      width: 4,
      height: height + 0.5,
      color,
    };
  });
}

const STEPS = 32;
