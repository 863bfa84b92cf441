import type { Color, DotMark, LineMark, Mark } from '../scene.js';
import { shortMiddle } from '../value-text.js';
import { textWidth } from './text-width.js';

export interface LegendEntry {
  readonly label: string;
  readonly color: Color;
  /** What the marks that it explains look like. */
  readonly as: 'line' | 'dot' | 'bar';
  readonly dash?: LineMark['dash'];
  readonly shape?: DotMark['shape'];
  readonly hollow?: boolean;
  /** Of the trial that it names. */
  readonly trial?: number;
}

/** Entries beside each other, over as many rows as it takes, but not without end. */
export function legendMarks(
  entries: readonly LegendEntry[],
  left: number,
  top: number,
  width: number,
): { readonly marks: readonly Mark[]; readonly height: number } {
  const marks: Mark[] = [];
  let [x, row] = [left, 0];
  for (const [i, entry] of entries.entries()) {
    const label = shortMiddle(entry.label, LONGEST);
    const taken = SAMPLE + 5 + textWidth(label, SIZE) + GAP;
    if (x > left && x + taken > left + width) [x, row] = [left, row + 1];
    if (row === MOST_ROWS) {
      const place = [left + width, top + (row - 0.5) * ROW] as const;
      const text = `and ${entries.length - i} more`;
      const looks = { anchor: 'end', baseline: 'middle', size: SIZE, color: 'muted' } as const;
      marks.push({ kind: 'text', place, text, ...looks });
      row -= 1;
      break;
    }
    const middle = top + (row + 0.5) * ROW;
    const of = { ...(entry.trial === undefined ? {} : { trial: entry.trial }), title: entry.label };
    marks.push({ ...sampleOf(entry, x, middle), ...of });
    const place = [x + SAMPLE + 5, middle] as const;
    marks.push({ kind: 'text', place, text: label, baseline: 'middle', size: SIZE, ...of });
    x += taken;
  }
  return { marks, height: entries.length === 0 ? 0 : (row + 1) * ROW };
}

function sampleOf(entry: LegendEntry, x: number, y: number): Mark {
  const { color, as, dash, shape, hollow } = entry;
  const looks = { color, ...(hollow === undefined ? {} : { hollow }) };
  if (as === 'line') {
    const places = [[x, y] as const, [x + SAMPLE, y] as const];
    return { kind: 'line', places, color, width: 2, ...(dash ? { dash } : {}) };
  }
  if (as === 'dot') {
    return { kind: 'dot', place: [x + SAMPLE / 2, y], ...looks, ...(shape ? { shape } : {}) };
  }
  return { kind: 'bar', left: x + 3, top: y - 5, width: SAMPLE - 6, height: 10, ...looks };
}

const SIZE = 11;
const ROW = 16;
const GAP = 14;
const SAMPLE = 18;
const LONGEST = 32;
const MOST_ROWS = 3;
