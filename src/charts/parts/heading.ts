import type { Frame } from '../chart.js';
import type { Mark } from '../scene.js';
import { shortMiddle } from '../value-text.js';
import { type LegendEntry, legendMarks } from './legend.js';
import { fitting } from './text-width.js';

/** The title of a chart and its legend, and how many pixels they take from the top. */
export function heading(
  frame: Frame,
  title: string,
  legend: readonly LegendEntry[] = [],
): { readonly marks: readonly Mark[]; readonly height: number } {
  const text = shortMiddle(title, fitting(frame.width - 2 * SIDE, SIZE));
  const looks = { baseline: 'top', size: SIZE, bold: true } as const;
  const below = TOP + SIZE + 7;
  const listed = legendMarks(legend, SIDE, below, frame.width - 2 * SIDE);
  return {
    marks: [{ kind: 'text', place: [SIDE, TOP], text, title, ...looks }, ...listed.marks],
    height: below + listed.height,
  };
}

const SIDE = 8;
const TOP = 9;
const SIZE = 13;
