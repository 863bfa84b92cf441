import { count } from '../../../../core/words/numbers.js';
import type { Plot } from '../../../parts/plot.js';
import { textWidth } from '../../../parts/text-width.js';
import type { Mark } from '../../../scene.js';
import { shortMiddle } from '../../../value-text.js';

/** A label of its own for each class, though names may be equal. */
export function classLabels(names: readonly string[]): readonly string[] {
  const seen = new Set<string>();
  return names.map((name, place) => {
    const label = seen.has(name) ? `${name} (${place})` : name;
    seen.add(label);
    return label;
  });
}

/** Cells that hold an image, as dark as their share of the class; with numbers where they fit. */
export function cellMarks(
  confusion: readonly (readonly number[])[],
  labels: readonly string[],
  { x, y }: Plot,
): readonly Mark[] {
  const gap = Math.min(x.step, y.step) > 6 ? 1 : 0;
  const [width, height] = [Math.max(0.5, x.step - gap), Math.max(0.5, y.step - gap)];
  return confusion.flatMap((row, r) => {
    const all = row.reduce((sum, each) => sum + each, 0);
    return row.flatMap((images, c): Mark[] => {
      const [middle, center] = [x.ticks[c]?.place, y.ticks[r]?.place];
      if (images === 0 || middle === undefined || center === undefined) return [];
      const opacity = 0.15 + 0.85 * (images / all);
      const words = r === c ? 'right' : `taken for ${shortMiddle(labels[c] ?? '', 40)}`;
      const title = `${shortMiddle(labels[r] ?? '', 40)}: ${count(images, 'image')} ${words}`;
      const place = { left: middle - width / 2, top: center - height / 2, width, height };
      const text = String(images);
      const fits = height >= 12 && textWidth(text, 10) <= width - 2;
      return [
        { kind: 'bar', ...place, color: r === c ? 'accent' : 'bad', opacity, title },
        ...(fits
          ? [
              {
                ...({ kind: 'text', anchor: 'middle', baseline: 'middle', size: 10 } as const),
                ...({ text, place: [middle, center], title } as const),
                color: opacity > 0.55 ? 'paper' : 'ink',
              } as const,
            ]
          : []),
      ];
    });
  });
}
