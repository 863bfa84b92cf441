import { createHash } from 'node:crypto';
import { canonOf } from './canonical.js';
import { COPIED_TABLES, type CopiedTable } from './copied-tables.js';
import type { Chosen, Row, TableRows } from './table-rows.js';

export interface TableDigest {
  readonly table: string;
  readonly rows: number;
  /** SHA-256 of what its rows say, in hex. */
  readonly digest: string;
}

export interface Walked {
  readonly tables: readonly TableDigest[];
  /** Lines of tables that sweeps share, by the table's name. */
  readonly shared: ReadonlyMap<string, ReadonlySet<string>>;
}

/**
 * Reads all rows of the chosen sweeps, of each table in turn. `known`: of tables that sweeps share,
 * these lines alone are looked for.
 */
export async function walkTables(
  rows: TableRows,
  chosen: Chosen,
  visit: (table: CopiedTable, rows: readonly Row[]) => Promise<void>,
  { tables = COPIED_TABLES, known }: { tables?: readonly CopiedTable[]; known?: Walked } = {},
): Promise<Walked> {
  const canon = await canonOf(rows, chosen);
  const digests: TableDigest[] = [];
  const shared = new Map<string, ReadonlySet<string>>();
  for (const table of tables) {
    const wanted = known?.shared.get(table.name);
    const lines = new Set<string>();
    const hash = createHash('sha256');
    let count = 0;
    for await (const batch of rows.rows(table, wanted ? null : chosen)) {
      await visit(table, batch);
      for (const line of canon(table, batch)) {
        if (table.isShared) lines.add(line);
        else hash.update(line).update('\n');
      }
      count += batch.length;
    }
    if (table.isShared) {
      const found = wanted ? [...lines].filter((line) => wanted.has(line)) : [...lines];
      for (const line of found.sort()) hash.update(line).update('\n');
      shared.set(table.name, lines);
      count = found.length;
    }
    digests.push({ table: table.name, rows: count, digest: hash.digest('hex') });
  }
  return { tables: digests, shared };
}

/** One digest for all of them. */
export function digestOf(tables: readonly TableDigest[]): string {
  return createHash('sha256').update(JSON.stringify(tables)).digest('hex');
}
