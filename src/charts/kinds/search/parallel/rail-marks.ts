import type { Brush } from '../../../chart.js';
import { textWidth } from '../../../parts/text-width.js';
import type { Mark, Place } from '../../../scene.js';
import { shortMiddle } from '../../../value-text.js';
import type { Rails } from './rails.js';

/** Axes with their names, to be drawn under the lines. */
export function railMarks({ rails, top, bottom, absent, ...lengths }: Rails): readonly Mark[] {
  const marks = rails.flatMap((rail, k): Mark[] => {
    const isLast = k === rails.length - 1;
    const name: Mark = {
      ...{ kind: 'text', size: 11, bold: isLast, title: rail.axis.label },
      text: shortMiddle(rail.axis.label, isLast ? 28 : lengths.nameLength),
      place: [isLast ? rail.x + 52 : Math.max(8, rail.x - 10), top - 10 - 15 * rail.row],
      anchor: isLast ? 'end' : 'start',
    };
    return [line([rail.x, top], [rail.x, bottom]), name];
  });
  if (absent === null) return marks;
  const [left, right] = [rails[0]!.x, rails.at(-2)?.x ?? rails[0]!.x];
  const dotted: Mark = { ...line([left - 8, absent], [right + 8, absent]), dash: 'dotted' };
  const said: Mark = {
    ...{ kind: 'text', text: 'not there', color: 'muted', size: 10 },
    ...{ place: [right + 14, absent], baseline: 'middle' },
  };
  return [...marks, dotted, said];
}

/** Labels of the ticks over the lines, on paper of their own, or nobody could read them. */
export function labelMarks({ rails, labelLength }: Rails): readonly Mark[] {
  return rails.flatMap(({ ruler, x, axis }) => {
    const every = axis.kind === 'category' ? Math.ceil(12 / Math.max(1, ruler.step)) : 1;
    const labeled = ruler.ticks.filter(({ label }, i) => label !== '' && i % every === 0);
    return [
      ...ruler.ticks.map(({ place, label }) => line([x - (label ? 4 : 2), place], [x, place])),
      ...labeled.flatMap(({ place, label, value }): Mark[] => {
        // A number that is cut is another number.
        const text = typeof value === 'number' ? label : shortMiddle(label, labelLength);
        const width = textWidth(text, SIZE);
        const at = { left: x + 5, top: place - 6.5, width: width + 2, height: 13 };
        const title = typeof value === 'string' && value !== text ? { title: value } : {};
        return [
          { kind: 'bar', ...at, color: 'paper', opacity: 0.8 },
          {
            ...{ kind: 'text', text, size: SIZE, color: 'ink', baseline: 'middle', ...title },
            place: [x + 6, place],
          },
        ];
      }),
    ];
  });
}

/** What is chosen of each axis. */
export function brushMarks(
  { rails }: Rails,
  brushes: Readonly<Record<string, Brush>>,
): readonly Mark[] {
  return rails.flatMap(({ axis, ruler, x, area }): Mark[] => {
    const brush = Object.hasOwn(brushes, axis.name) ? brushes[axis.name] : undefined;
    if (!brush) return [];
    const looks = { kind: 'bar', color: 'accent', opacity: 0.35, width: 9, left: x - 4.5 } as const;
    if ('values' in brush) {
      const height = Math.min(ruler.step, area.height) * 0.8;
      return brush.values.flatMap((value): Mark[] => {
        const place = ruler.place(value);
        return place === null ? [] : [{ ...looks, top: place - height / 2, height }];
      });
    }
    const [low, high] = [ruler.clamped(brush.low), ruler.clamped(brush.high)];
    if (low === null || high === null) return [];
    const top = Math.min(low, high);
    return [{ ...looks, top, height: Math.max(2, Math.abs(high - low)) }];
  });
}

function line(from: Place, to: Place): Extract<Mark, { kind: 'line' }> {
  return { kind: 'line', places: [from, to], color: 'muted', width: 1 };
}

const SIZE = 10;
