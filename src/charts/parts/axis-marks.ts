import type { Ruler } from '../axis.js';
import type { Area, Axis, Mark, Place } from '../scene.js';
import type { Tick } from '../ticks.js';
import { shortMiddle } from '../value-text.js';
import { fitting, textWidth } from './text-width.js';

/** The x axis below an area: its line, ticks, their labels, its name. */
export function xAxisMarks(area: Area, axis: Axis, ruler: Ruler): readonly Mark[] {
  const bottom = area.top + area.height;
  const { turned, every } = xLabels(axis, ruler);
  const labels = ruler.ticks.flatMap((tick, i): Mark[] => {
    if (tick.label === '' || i % every !== 0) return [];
    const looks = { ...LABEL, ...whole(tick), text: tick.label };
    return turned
      ? [
          {
            ...looks,
            place: [tick.place + 3, bottom + 8],
            anchor: 'end',
            baseline: 'middle',
            turn: TURN,
          },
        ]
      : [{ ...looks, place: [tick.place, bottom + 6], anchor: 'middle', baseline: 'top' }];
  });
  const room = axisRoom(axis, ruler);
  const name: Mark = {
    ...NAME,
    text: shortMiddle(axis.label, fitting(area.width, SIZE)),
    title: axis.label,
    place: [area.left + area.width / 2, bottom + room - 4],
    anchor: 'middle',
  };
  const ticks = ruler.ticks.map(({ place, label }) => {
    return line([place, bottom], [place, bottom + (label === '' ? 2.5 : 4)]);
  });
  return [
    line([area.left, bottom], [area.left + area.width, bottom]),
    ...ticks,
    ...labels,
    ...(axis.label === '' ? [] : [name]),
  ];
}

/** The y axis left of an area, its name above it, where it can be read. */
export function yAxisMarks(area: Area, axis: Axis, ruler: Ruler): readonly Mark[] {
  const { left, top, height } = area;
  const most = fitting(yLabelWidth(ruler), SIZE);
  const every = axis.kind === 'category' ? Math.ceil(12 / Math.max(1, ruler.step)) : 1;
  const labels = ruler.ticks.flatMap((tick, i): Mark[] => {
    if (tick.label === '' || i % every !== 0) return [];
    // A number that is cut is another number.
    const text = typeof tick.value === 'number' ? tick.label : shortMiddle(tick.label, most);
    const looks = { anchor: 'end', baseline: 'middle' } as const;
    return [{ ...LABEL, ...whole(tick), ...looks, text, place: [left - 7, tick.place] }];
  });
  const name: Mark = {
    ...NAME,
    text: shortMiddle(axis.label, fitting(area.width, SIZE)),
    title: axis.label,
    place: [Math.max(8, left - yLabelWidth(ruler) - 7), top - 8],
  };
  const ticks = ruler.ticks.map(({ place, label }) => {
    return line([left - (label === '' ? 2.5 : 4), place], [left, place]);
  });
  const rail = line([left, top], [left, top + height]);
  return [rail, ...ticks, ...labels, ...(axis.label === '' ? [] : [name])];
}

/** Lines behind the data, at ticks that have a label. */
export function gridMarks(
  area: Area,
  { x, y }: { readonly x?: Ruler; readonly y?: Ruler },
): readonly Mark[] {
  const { left, top, width, height } = area;
  const labeled = (ruler: Ruler | undefined) =>
    (ruler?.ticks ?? []).filter(({ label }) => label !== '').map(({ place }) => place);
  return [
    ...labeled(x).map((place) => line([place, top], [place, top + height], 'grid')),
    ...labeled(y).map((place) => line([left, place], [left + width, place], 'grid')),
  ];
}

/** Pixels that the x axis takes below its area. */
export function axisRoom(axis: Axis, ruler: Ruler): number {
  const { turned } = xLabels(axis, ruler);
  const longest = Math.max(0, ...ruler.ticks.map(({ label }) => textWidth(label, SIZE)));
  const labels = turned ? 14 + longest * Math.sin((-TURN * Math.PI) / 180) : 22;
  return labels + (axis.label === '' ? 2 : 18);
}

/** Pixels that turned labels of the x axis reach beyond its area on the left. */
export function overhang(area: Area, axis: Axis, ruler: Ruler): number {
  const [first] = ruler.ticks;
  if (!first || !xLabels(axis, ruler).turned) return 0;
  const reach = textWidth(first.label, SIZE) * Math.cos((TURN * Math.PI) / 180);
  return Math.max(0, reach - (first.place - area.left));
}

/** Pixels that the labels of the y axis take left of its area. */
export function yLabelWidth(ruler: Ruler): number {
  const widths = ruler.ticks.map(({ label }) => textWidth(label, SIZE));
  return Math.min(MOST_LEFT, Math.max(0, ...widths));
}

/** Categories whose labels do not fit beside each other have them turned, and of many not each. */
function xLabels(axis: Axis, ruler: Ruler) {
  if (axis.kind !== 'category') return { turned: false, every: 1 };
  const longest = Math.max(0, ...ruler.ticks.map(({ label }) => textWidth(label, SIZE)));
  const turned = longest > ruler.step - 4;
  return { turned, every: turned ? Math.ceil(14 / Math.max(1, ruler.step)) : 1 };
}

/** A label that was shortened says the whole to who points at it. */
function whole({ value, label }: Tick): { title?: string } {
  return typeof value === 'string' && value !== label ? { title: value } : {};
}

function line(from: Place, to: Place, color: 'muted' | 'grid' = 'muted'): Mark {
  return { kind: 'line', places: [from, to], color, width: 1 };
}

const SIZE = 11;
const LABEL = { kind: 'text', color: 'muted', size: SIZE } as const;
const NAME = { kind: 'text', color: 'ink', size: SIZE } as const;
const TURN = -35;
const MOST_LEFT = 150;
