import { plain } from '../../core/words/plain.js';
import { grown } from '../drawing/shapes.js';
import type { Area, BarMark, Color, DotMark, LineMark, Mark, Place, TextMark } from '../scene.js';
import { CELL, type Grid, MATTERS } from './grid.js';

/** Draws a mark, but for what lies outside of the area that it is cut off at. */
export function drawMark(grid: Grid, mark: Mark, area: Area | undefined, ascii: boolean): void {
  const inside = insideOf(area);
  switch (mark.kind) {
    case 'line':
      drawLine(grid, mark, inside, ascii);
      break;
    case 'area':
      // An interval would hide what it is the interval of.
      break;
    case 'dot':
      if (inside(mark.place)) drawDot(grid, mark, ascii);
      break;
    case 'bar':
      drawBar(grid, mark, inside);
      break;
    case 'text':
      if (inside(mark.place)) drawText(grid, mark);
      break;
  }
}

function insideOf(area: Area | undefined): (place: Place) => boolean {
  if (!area) return () => true;
  const { left, top, width, height } = grown(area);
  return ([x, y]) => x >= left && x <= left + width && y >= top && y <= top + height;
}

/** The grid behind is left out; straight lines of axes are rules. */
function drawLine(
  grid: Grid,
  { places, color, stepped }: LineMark,
  inside: (place: Place) => boolean,
  ascii: boolean,
): void {
  if (color === 'grid') return;
  const [from, to] = places;
  if (color === 'muted' && places.length === 2 && from && to && isStraight(from, to)) {
    drawRule(grid, from, to, ascii);
    return;
  }
  const matters = color === 'muted' ? MATTERS.muted : MATTERS.colored;
  const point = (place: Place) => {
    if (inside(place)) grid.point(place, color, matters);
  };
  let last: Place | null = null;
  for (const place of places) {
    if (place && !last) point(place);
    if (place && last && stepped) {
      trace(last, [place[0], last[1]], point);
      trace([place[0], last[1]], place, point);
    } else if (place && last) trace(last, place, point);
    last = place;
  }
}

/** Every point on the way, a far way in no more steps than a terminal has points. */
function trace([x, y]: Place, [toX, toY]: Place, point: (place: Place) => void): void {
  const far = Math.max(Math.abs(toX - x) / (CELL.width / 2), Math.abs(toY - y) / (CELL.height / 4));
  const steps = Math.min(MOST_STEPS, Math.max(1, Math.ceil(far * 1.5)));
  for (let i = 0; i <= steps; i += 1) {
    point([x + ((toX - x) * i) / steps, y + ((toY - y) * i) / steps]);
  }
}

const MOST_STEPS = 20_000;

function isStraight(from: Place, to: Place): boolean {
  return from[0] === to[0] || from[1] === to[1];
}

/** A stroke shorter than a character is a tick, which its label stands for. */
function drawRule(grid: Grid, from: Place, to: Place, ascii: boolean): void {
  const length = Math.abs(to[0] - from[0]) + Math.abs(to[1] - from[1]);
  if (length < CELL.width) return;
  const level = from[1] === to[1];
  const text = level ? (ascii ? '-' : '─') : ascii ? '|' : '│';
  const [first, row] = cellAt(from);
  const [last, end] = cellAt(to);
  const cell = { text, color: 'muted' } as const;
  if (level) for (let x = first; x <= last; x += 1) grid.put(x, row, cell, MATTERS.axis);
  else for (let y = row; y <= end; y += 1) grid.put(first, y, cell, MATTERS.axis);
}

function drawDot(grid: Grid, { place, color, shape, hollow }: DotMark, ascii: boolean): void {
  const full = ascii ? '*' : '●';
  const open = ascii ? 'o' : '○';
  const text = shape === 'cross' ? (ascii ? 'x' : '×') : hollow ? open : full;
  const [column, row] = cellAt(place);
  grid.put(column, row, { text, color }, color === 'muted' ? MATTERS.dot : MATTERS.coloredDot);
}

function drawBar(grid: Grid, bar: BarMark, inside: (place: Place) => boolean): void {
  const { left, top, width, height, color, hollow } = bar;
  const [stepX, stepY] = [CELL.width / 2, CELL.height / 4];
  for (let y = top + stepY / 2; y < top + height; y += stepY) {
    for (let x = left + stepX / 2; x < left + width; x += stepX) {
      const isEdge =
        x < left + stepX || y < top + stepY || x + stepX > left + width || y + stepY > top + height;
      if (inside([x, y]) && (!hollow || isEdge)) grid.point([x, y], color, MATTERS.bar);
    }
  }
}

function drawText(
  grid: Grid,
  { text, place, anchor, baseline, size = 11, ...looks }: TextMark,
): void {
  const cells = cellsOf(plain(text));
  const [x, y] = place;
  const middle = baseline === 'middle' ? y : baseline === 'top' ? y + 0.6 * size : y - size / 3;
  const row = Math.floor(middle / CELL.height);
  const share = anchor === 'middle' ? 0.5 : anchor === 'end' ? 1 : 0;
  const at = Math.round(x / CELL.width - share * cells.length);
  // A text that would begin before the first column is moved, not cut.
  const first = Math.max(0, Math.min(at, grid.columns - cells.length));
  const color: Color = looks.color ?? 'ink';
  // A line that ends at a text, or begins behind it, does not run into it.
  const blank = { text: ' ', color };
  if (anchor !== 'end') grid.put(first - 1, row, blank, MATTERS.text);
  if ((anchor ?? 'start') === 'start') grid.put(first + cells.length, row, blank, MATTERS.text);
  for (const [i, each] of cells.entries()) {
    const cell = { text: each, color, bold: looks.bold ?? false };
    grid.put(first + i, row, cell, MATTERS.text);
  }
}

/** A text as one string for each column: a wide character is followed by an empty one. */
function cellsOf(text: string): readonly string[] {
  const parts = Array.from(graphemes.segment(text), ({ segment }) => segment);
  return parts.flatMap((part) => (WIDE.test(part) ? [part, ''] : [part]));
}

function cellAt([x, y]: Place): readonly [column: number, row: number] {
  return [Math.floor(x / CELL.width), Math.floor(y / CELL.height)];
}

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });
const WIDE =
  /\p{Emoji_Presentation}|[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]/u;
