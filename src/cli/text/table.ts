import { sum } from '../../core/lists/sum.js';
import { pad, widthOf, wrap } from './text.js';

export interface Column {
  readonly title: string;
  /** Numbers stand at the right. Default: left. */
  readonly align?: 'left' | 'right';
  /** Takes what width is left, and breaks its cells over several lines. At most one column. */
  readonly wrap?: boolean;
}

/**
 * Rows under their titles, two spaces between columns, no rules: what fits 80 columns and pastes
 * well. `head` marks the title line.
 */
export function renderTable(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width = 80,
  head: (text: string) => string = (text) => text,
): string {
  const widths = columnWidths(columns, rows, width);
  const lines = rows.flatMap((row) => rowLines(columns, row, widths));
  const titles = columns.map(({ title }) => title);
  return [head(line(columns, titles, widths)), ...lines].map((text) => `${text}\n`).join('');
}

/** Columns the table takes if nothing is broken over lines. */
export function naturalWidth(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
): number {
  return sum(columnWidths(columns, rows, Number.POSITIVE_INFINITY)) + gaps(columns);
}

function columnWidths(
  columns: readonly Column[],
  rows: readonly (readonly string[])[],
  width: number,
): readonly number[] {
  const natural = columns.map(({ title }, c) =>
    rows.reduce((widest, row) => Math.max(widest, widthOf(row[c] ?? '')), widthOf(title)),
  );
  const others = sum(natural.filter((_, c) => !columns[c]?.wrap)) + gaps(columns);
  return natural.map((wanted, c) =>
    columns[c]?.wrap ? Math.min(wanted, Math.max(MIN_WRAP, width - others)) : wanted,
  );
}

const MIN_WRAP = 16;

function rowLines(
  columns: readonly Column[],
  row: readonly string[],
  widths: readonly number[],
): readonly string[] {
  const cells = columns.map((column, c) =>
    column.wrap ? wrap(row[c] ?? '', widths[c]!) : [row[c] ?? ''],
  );
  const height = Math.max(...cells.map((lines) => lines.length));
  return Array.from({ length: height }, (_, l) =>
    line(
      columns,
      cells.map((lines) => lines[l] ?? ''),
      widths,
    ),
  );
}

function line(
  columns: readonly Column[],
  cells: readonly string[],
  widths: readonly number[],
): string {
  return cells
    .map((cell, c) => pad(cell, widths[c]!, columns[c]?.align ?? 'left'))
    .join('  ')
    .trimEnd();
}

function gaps(columns: readonly Column[]): number {
  return 2 * (columns.length - 1);
}
