import type { Style } from '../text/style.js';
import { type Column, naturalWidth, renderTable } from '../text/table.js';
import { truncate } from '../text/text.js';

/** Most pairs of classes that are listed where the whole matrix does not fit. */
const PAIRS = 10;

/**
 * Which class was predicted for which: the whole matrix where it fits (rows: true, columns:
 * predicted), else each class's accuracy and the most frequent mistakes.
 */
export function renderConfusion(
  classNames: readonly string[],
  confusion: readonly (readonly number[])[],
  width: number,
  { bold }: Style,
): string {
  const names = classNames.map((name) => truncate(name, WIDEST));
  const rows = confusion.map((row, r) => [names[r] ?? String(r), ...row.map(String)]);
  for (const most of [WIDEST, 10, 6, 4]) {
    const columns: readonly Column[] = [
      { title: 'true \\ predicted' },
      ...names.map((name) => ({ title: truncate(name, most), align: 'right' as const })),
    ];
    if (naturalWidth(columns, rows) <= width) return renderTable(columns, rows, width, bold);
  }
  return mistakes(names, confusion, width, bold);
}

/** Columns of the longest class name shown. */
const WIDEST = 20;

function mistakes(
  names: readonly string[],
  confusion: readonly (readonly number[])[],
  width: number,
  bold: (text: string) => string,
): string {
  const pairs = confusion.flatMap((row, r) =>
    row.flatMap((count, c) => (r !== c && count > 0 ? [{ r, c, count }] : [])),
  );
  const worst = pairs.sort((a, b) => b.count - a.count).slice(0, PAIRS);
  if (worst.length === 0) return 'No image was misclassified.\n';
  return renderTable(
    [{ title: 'true' }, { title: 'predicted' }, { title: 'images', align: 'right' }],
    worst.map(({ r, c, count }) => [names[r] ?? String(r), names[c] ?? String(c), String(count)]),
    width,
    bold,
  );
}
