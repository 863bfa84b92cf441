import { type Ruler, rulerOf } from '../../axis.js';
import type { Frame } from '../../chart.js';
import type { Area, Axis, Mark } from '../../scene.js';
import { shortMiddle } from '../../value-text.js';
import { axisRoom, gridMarks, xAxisMarks } from '../axis-marks.js';
import { heading } from '../heading.js';
import type { LegendEntry } from '../legend.js';
import { fitting, textWidth } from '../text-width.js';

/** Rows with a name above each, which may be long, over one axis. */
export interface Rows<Row> {
  readonly area: Area & { readonly x: Axis };
  readonly x: Ruler;
  /** Those that have room, and the middle of each below its name. */
  readonly shown: readonly { readonly row: Row; readonly middle: number }[];
  /** Title, legend, grid and axis; and the names, to be drawn over lines that cross rows. */
  readonly under: readonly Mark[];
  readonly names: readonly Mark[];
}

interface Wanted<Row> {
  readonly title: string;
  readonly x: Axis;
  readonly legend?: readonly LegendEntry[];
  /** The first of them have room at most. */
  readonly rows: readonly Row[];
}

export function layOutRows<Row extends { readonly label: string }>(
  frame: Frame,
  { title, x: axis, legend = [], rows }: Wanted<Row>,
): Rows<Row> {
  const head = heading(frame, title, legend);
  const [left, top, width] = [14, head.height + 6, frame.width - 34];
  const x = rulerOf(axis, left, left + width, Math.max(2, Math.round(width / 80)));
  const height = Math.max(LEAST, frame.height - top - axisRoom(axis, x));
  const area = { left, top, width, height, x: axis, y: null };
  const pitch = Math.min(44, Math.max(LEAST, height / rows.length));
  const shown = rows.slice(0, Math.max(1, Math.floor((height + 1e-6) / pitch))).map((row, k) => {
    return { row, middle: top + k * pitch + NAME + (pitch - NAME) / 2 };
  });
  const names = shown.flatMap(({ row }, k): Mark[] => {
    const text = shortMiddle(row.label, fitting(width, SIZE));
    const base = top + k * pitch + NAME - 3;
    const behind = { left: left + 2, top: base - 9, height: NAME - 1 };
    // Axes and grid would run through it.
    const paper = { ...behind, width: Math.min(width - 2, textWidth(text, SIZE)) };
    return [
      { kind: 'bar', ...paper, color: 'paper', opacity: 0.85 },
      { kind: 'text', text, place: [left + 4, base], size: SIZE, title: row.label },
    ];
  });
  const axes = [...gridMarks(area, { x }), ...xAxisMarks(area, axis, x)];
  return { area, x, shown, under: [...head.marks, ...axes], names };
}

/** How many rows a frame has room for, about. */
export function rowsIn({ height }: Frame): number {
  return Math.max(1, Math.floor((height - 90) / LEAST));
}

const SIZE = 11;
/** Pixels of a row's name, and of a row at least. */
const NAME = 13;
const LEAST = 27;
