import type { ComponentChildren } from 'preact';
import type { Sort } from '../../address/view-state.js';

export interface Column<Row> {
  /** Kept in the address where rows are sorted by it. */
  readonly id: string;
  readonly title: string;
  /** What its values are, for who asks. */
  readonly about?: string;
  /** Beneath its title, such as the scale of what is drawn. */
  readonly under?: ComponentChildren;
  /** Right-aligned figures. */
  readonly numeric?: boolean;
  readonly cell: (row: Row) => ComponentChildren;
  /** What it is sorted by; null: last, whichever way. Absent: it cannot be. */
  readonly by?: (row: Row) => number | string | null;
  /** The first click sorts from the largest down. */
  readonly largestFirst?: boolean;
}

/** Rows in order of a column; equal ones as they were. */
export function sortRows<Row>(
  rows: readonly Row[],
  columns: readonly Column<Row>[],
  sort: Sort | null,
): readonly Row[] {
  const by = sort && columns.find(({ id }) => id === sort.column)?.by;
  if (!sort || !by) return rows;
  const keyed = rows.map((row) => ({ row, key: by(row) }));
  return keyed.sort((a, b) => compare(a.key, b.key, sort.descending)).map(({ row }) => row);
}

function compare(a: number | string | null, b: number | string | null, descending: boolean) {
  if (a === null || b === null) return Number(a === null) - Number(b === null);
  const order =
    typeof a === 'number' && typeof b === 'number' ? a - b : collator.compare(String(a), String(b));
  return descending ? -order : order;
}

const collator = new Intl.Collator('en', { numeric: true });
