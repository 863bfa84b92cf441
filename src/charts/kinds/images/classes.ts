import { count, grouped } from '../../../core/words/numbers.js';
import type { LookDocument } from '../../../results/documents/looking/look.js';
import { defineChart } from '../../chart.js';
import { axisOver } from '../../parts/axis-of.js';
import { emptyScene } from '../../parts/empty.js';
import { layOut, type Plot } from '../../parts/plot.js';
import { sentences } from '../../parts/words.js';
import type { Axis, Color, Mark } from '../../scene.js';
import { shortMiddle } from '../../value-text.js';

/** How many images there are of each class, by split. */
export const classes = defineChart({
  kind: 'classes',
  title: 'Classes',
  summary: 'How many images there are of each class, to train, to validate and to test on',
  of: 'images',
  needs: ['look'],
  frame: { width: 960, height: 380 },
  draw({ look }, _, frame) {
    const title = `${look.name}: images by class`;
    const splits = splitsOf(look);
    const rows = look.class_names.map((name, k) => {
      return { name, counts: splits.map(({ counts }) => counts[k] ?? 0) };
    });
    const columns = ['class', ...splits.map(({ split }) => split)];
    const total = rows.reduce((sum, { counts }) => sum + counts.reduce((a, b) => a + b, 0), 0);
    const y = axisOver([0, ...rows.flatMap(({ counts }) => counts)], { name: 'images' });
    if (total === 0 || !y) return emptyScene(frame, title, 'There are no images.', columns);
    // Classes of equal names would be one category: their places tell them apart.
    const isCrowded = rows.length > (frame.width - 80) / LEAST;
    const sorted = isCrowded
      ? rows.toSorted((a, b) => b.counts[0]! - a.counts[0]! || (a.name < b.name ? -1 : 1))
      : rows;
    const x: Axis = isCrowded
      ? {
          ...{ kind: 'linear', name: 'class', label: 'classes, by images to train on' },
          low: 0,
          high: rows.length,
        }
      : { kind: 'category', name: 'class', label: '', values: rows.map(({ name }) => name) };
    const legend = splits.map(({ split, color }) => ({ label: split, color, as: 'bar' }) as const);
    const plot = layOut(frame, { title, x, y, legend });
    return {
      ...{ width: frame.width, height: frame.height, title },
      summary: sentences(
        `${grouped(total)} images of ${count(rows.length, 'class').replace(/classs$/, 'classes')}.`,
        ...splits.map(({ split, counts }) => rangeText(split, counts, look.class_names)),
        isCrowded ? 'Classes are in the order of their images, without their names.' : '',
      ),
      areas: [plot.area],
      marks: [...plot.marks, ...sorted.flatMap((row, k) => barsOf(row, k, splits, plot))],
      table: { columns, rows: rows.map(({ name, counts }) => [name, ...counts]) },
    };
  },
});

/** Pixels of a class at least, to have a name. */
const LEAST = 14;

interface Split {
  readonly split: 'train' | 'val' | 'test';
  readonly color: Color;
  readonly counts: readonly number[];
}

function splitsOf({ counts }: LookDocument): readonly Split[] {
  return [
    { split: 'train', color: 'accent', counts: counts.train },
    { split: 'val', color: 'series-1', counts: counts.val },
    ...(counts.test ? [{ split: 'test', color: 'series-2', counts: counts.test } as const] : []),
  ];
}

function barsOf(
  { name, counts }: { readonly name: string; readonly counts: readonly number[] },
  k: number,
  splits: readonly Split[],
  { area, x, y }: Plot,
): readonly Mark[] {
  const isNumbered = x.step === 0;
  const step = isNumbered ? area.width / Math.max(1, areaHigh(area.x)) : x.step;
  const middle = isNumbered ? area.left + (k + 0.5) * step : x.ticks[k]?.place;
  const zero = y.place(0);
  if (middle === undefined || zero === null) return [];
  const width = Math.min(28, (step * 0.8) / splits.length);
  const start = middle - (width * splits.length) / 2;
  return splits.flatMap(({ split, color }, s): Mark[] => {
    const images = counts[s] ?? 0;
    const top = y.clamped(images);
    if (top === null || images === 0) return [];
    const title = `${shortMiddle(name, 60)}: ${count(images, 'image')} in ${split}`;
    const gap = Math.min(1, width / 4);
    const bar = { left: start + s * width, width: Math.max(0.5, width - gap), top };
    return [{ kind: 'bar', ...bar, height: Math.max(0.5, zero - top), color, title }];
  });
}

function areaHigh(axis: Axis): number {
  return axis.kind === 'category' ? axis.values.length : axis.high;
}

/** `train: 12 (cat) to 90 (dog).` */
function rangeText(split: string, counts: readonly number[], names: readonly string[]): string {
  const order = counts.map((images, k) => ({ images, k })).sort((a, b) => a.images - b.images);
  const [least, most] = [order[0], order.at(-1)];
  if (!least || !most) return '';
  if (least.images === most.images) return `${split}: ${grouped(most.images)} of each.`;
  const named = ({ images, k }: typeof least) =>
    `${grouped(images)} (${shortMiddle(names[k] ?? String(k), 30)})`;
  return `${split}: ${named(least)} to ${named(most)}.`;
}
