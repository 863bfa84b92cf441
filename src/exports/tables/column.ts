/** A column of a table, for formats that hold one type in each. */
export interface Column<Row> {
  readonly name: string;
  readonly type: 'integer' | 'number' | 'boolean' | 'text' | 'time';
  of(row: Row): Cell;
}

/** Null: there is nothing. NaN: there is, but it is no number. */
export type Cell = number | boolean | string | Date | null;
