import type { Sql } from '../sql.js';

/** A write with its number among those of a store: it takes effect once, however often it is tried. */
export interface Turn<Result> {
  readonly number: number;
  readonly act: (sql: Sql) => Promise<Result>;
  /** What it came to when it was last tried. */
  made?: { readonly result: Result };
}

/** Asked again, it must do no more than asked once. */
export type Act<Result> = () => Promise<Result>;
