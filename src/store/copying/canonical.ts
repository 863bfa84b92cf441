import { createHash } from 'node:crypto';
import { inflateSync } from 'node:zlib';
import { COPIED_TABLES, type ColumnKind, type CopiedTable, targetOf } from './copied-tables.js';
import type { Chosen, Row, TableRows, Value } from './table-rows.js';

/** What rows say but for their ids, a line for each: equal for equal rows, wherever they lie. */
export type Canon = (table: CopiedTable, rows: readonly Row[]) => readonly string[];

/**
 * Ids count from the lowest of the chosen sweeps' rows in each table, and fingerprints are what they
 * say: by whatever ids a copy goes, its lines are those of the original.
 */
export async function canonOf(rows: TableRows, chosen: Chosen): Promise<Canon> {
  const first = new Map<string, number>();
  for (const table of COPIED_TABLES) {
    first.set(table.name, (await rows.span(table, chosen)).first);
  }
  const prints = await printsIn(rows);
  const textOf = (value: Value, kind: ColumnKind): Value => {
    if (value === null) return null;
    if (value instanceof Uint8Array) return Buffer.from(value).toString('base64');
    if (kind === 'real') return value === 0 ? 0 : value; // SQLite has no -0.
    const target = targetOf(kind);
    if (target === undefined) return value;
    if (target === 'fingerprints') return prints.get(Number(value)) ?? null;
    return Number(value) - first.get(target)!;
  };
  return (table, batch) => {
    if (table.name === 'fingerprints') return batch.map(printOf);
    if (table.name === 'listings') return batch.map(listingLine);
    const columns = Object.entries(table.columns);
    return batch.map((row) => {
      return JSON.stringify(columns.map(([name, kind]) => textOf(row[name] ?? null, kind)));
    });
  };
}

/** What each fingerprint there is says, by id. */
export async function printsIn(rows: TableRows): Promise<ReadonlyMap<number, string>> {
  const prints = new Map<number, string>();
  const table = COPIED_TABLES.find(({ name }) => name === 'fingerprints')!;
  for await (const batch of rows.rows(table, null)) {
    for (const row of batch) prints.set(Number(row.id), printOf(row));
  }
  return prints;
}

/** What tells a fingerprint from others. */
export function printOf({ class_names, data, weights }: Row): string {
  return hashed(JSON.stringify([class_names, data, weights]));
}

/** Another zlib deflates the same listing to other bytes. */
function listingLine({ digest, body }: Row): string {
  return JSON.stringify([digest, body instanceof Uint8Array ? hashed(inflated(body)) : body]);
}

function inflated(body: Uint8Array): Uint8Array {
  try {
    return inflateSync(body);
  } catch {
    return body; // Damaged: as it is.
  }
}

function hashed(data: string | Uint8Array): string {
  return createHash('sha256').update(data).digest('hex');
}
