import type { Frame } from './chart.js';
import type { Scene } from './scene.js';
import { drawMark } from './terminal/draw-mark.js';
import { CELL, type Cell, createGrid } from './terminal/grid.js';

/** A stretch of a line that looks the same. */
export interface Run {
  readonly text: string;
  readonly color: Cell['color'];
  readonly bold: boolean;
}

/** The frame whose scene takes so many characters. */
export function terminalFrame(columns: number, rows: number): Frame {
  return { width: columns * CELL.width, height: rows * CELL.height };
}

/**
 * A scene for a terminal, line by line: curves and bars as points of 2 x 4 in a character, dots and
 * texts as characters. `ascii`: of nothing but ASCII, but for texts that are not.
 */
export function toTerminal(
  { width, height, marks, areas }: Scene,
  { ascii }: { readonly ascii: boolean },
): readonly (readonly Run[])[] {
  const columns = Math.floor(width / CELL.width);
  const rows = Math.floor(height / CELL.height);
  const grid = createGrid(columns, rows, ascii ? (matters) => ASCII_POINTS[matters] ?? '.' : null);
  for (const mark of marks)
    drawMark(grid, mark, mark.within === undefined ? undefined : areas[mark.within], ascii);
  const lines = grid.lines().map(runsOf);
  const first = lines.findIndex((runs) => runs.length > 0);
  const last = lines.findLastIndex((runs) => runs.length > 0);
  return first < 0 ? [] : lines.slice(first, last + 1);
}

/** Of lines that are gray, and of those that stand out. */
const ASCII_POINTS = ['.', '.', '+', '#'];

function runsOf(cells: readonly (Cell | null)[]): readonly Run[] {
  const runs: { text: string; color: Cell['color']; bold: boolean }[] = [];
  const end = cells.findLastIndex((cell) => cell !== null && cell.text.trim() !== '');
  for (const cell of cells.slice(0, end + 1)) {
    const { text, color, bold = false } = cell ?? BLANK;
    const last = runs.at(-1);
    const same = last && (text === ' ' || (last.color === color && last.bold === bold));
    if (same) last.text += text;
    else runs.push({ text, color, bold });
  }
  return runs;
}

const BLANK: Cell = { text: ' ', color: 'ink' };
