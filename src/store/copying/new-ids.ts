import { type CopiedTable, targetOf } from './copied-tables.js';
import type { Row, Span, Value } from './table-rows.js';

/** By what ids rows go by where they are copied to. */
export interface NewIds {
  idOf(table: string, id: number): number;
  /** The row, with its own id and all that it refers to as they are there. */
  renamed(table: CopiedTable, row: Row): Row;
}

/**
 * Ids of a table move together, so that what came first still does. `others`: fingerprints that go by
 * an id of their own.
 */
export function newIds(
  spans: ReadonlyMap<string, Span>,
  firsts: ReadonlyMap<string, number>,
  others: ReadonlyMap<number, number>,
): NewIds {
  function idOf(table: string, id: number): number {
    const other = table === 'fingerprints' ? others.get(id) : undefined;
    return other ?? id + (firsts.get(table) ?? 0) - (spans.get(table)?.first ?? 0);
  }
  return {
    idOf,
    renamed(table, row) {
      const renamed: Record<string, Value> = {};
      for (const [name, kind] of Object.entries(table.columns)) {
        const value = row[name] ?? null;
        const target = targetOf(kind);
        renamed[name] =
          target === undefined || value === null ? value : idOf(target, Number(value));
      }
      return renamed;
    },
  };
}
