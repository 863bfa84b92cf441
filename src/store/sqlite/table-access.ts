import type { Database } from 'better-sqlite3';
import type { CopiedTable } from '../copying/copied-tables.js';
import type {
  Chosen,
  Row,
  Span,
  SweepHead,
  TableAccess,
  UpgradeOptions,
  WritableRows,
} from '../copying/table-rows.js';
import { type HolderColumns, seemsHeld } from './lock/holder.js';
import { closeDatabase, isOlder, openDatabase } from './open-database.js';
import { storeError } from './sqlite-error.js';

/** A SQLite file's tables, as they are. */
export const tableAccess: TableAccess = {
  read: (path, options, act) => within(path, 'read', 'begin', options, (db) => act(rowsOf(db))),
  write: (path, options, act) =>
    within(path, 'create', 'begin immediate', options, (db) => act(rowsOf(db))),
};

async function within<Result>(
  path: string,
  access: 'read' | 'create',
  begin: string,
  { readOlder, onUpgrade }: UpgradeOptions,
  act: (db: Database) => Promise<Result>,
): Promise<Result> {
  const older = isOlder(path) ? { read: await readOlder(), onUpgrade } : undefined;
  const db = openDatabase(path, access, older);
  try {
    db.exec(`pragma busy_timeout = ${PATIENCE}; ${begin}; pragma busy_timeout = ${LEAVING}`);
    try {
      const result = await act(db);
      db.exec('commit');
      return result;
    } catch (error) {
      if (db.inTransaction) db.exec('rollback');
      throw error;
    }
  } catch (error) {
    throw storeError(error, path);
  } finally {
    closeDatabase(db, access);
  }
}

/** Milliseconds that it may wait for another program before it begins, and once it is over. */
const PATIENCE = 10_000;
const LEAVING = 500;

interface HeadColumns extends HolderColumns {
  readonly id: number;
  readonly name: string;
  readonly created_at: string;
  readonly source: string;
}

function rowsOf(db: Database): WritableRows {
  const lastOf = db
    .prepare<[string], number>('select seq from sqlite_sequence where name = ?')
    .pluck();
  return {
    async heads() {
      return db
        .prepare<[], HeadColumns>('select * from sweeps order by id')
        .all()
        .map((row): SweepHead => {
          const { id, name, created_at: createdAt, source } = row;
          return { id, name, createdAt, source, isHeld: seemsHeld(row) };
        });
    },
    async span(table, chosen) {
      const ends = 'id' in table.columns ? 'coalesce(min(id), 0), coalesce(max(id), 0)' : '0, 0';
      const [rows = 0, first = 0, last = 0] =
        db
          .prepare<unknown[], [number, number, number]>(
            `select count(*), ${ends} from ${table.name} ${whereOf(table, chosen)}`,
          )
          .raw()
          .get(...valuesOf(chosen)) ?? [];
      return { rows, first, last };
    },
    async *rows(table, chosen) {
      const columns = Object.keys(table.columns).join(', ');
      const statement = db.prepare<unknown[], Row>(
        `select ${columns} from ${table.name} ${whereOf(table, chosen)} order by ${table.key.join(', ')}`,
      );
      let batch: Row[] = [];
      for (const row of statement.iterate(...valuesOf(chosen))) {
        batch.push(row);
        if (batch.length < BATCH) continue;
        yield batch;
        batch = [];
      }
      if (batch.length > 0) yield batch;
    },
    async reserve(spans, how) {
      return new Map(
        [...spans].map(([table, { first }]: readonly [string, Span]) => {
          if (how === 'as they are') return [table, first];
          const last =
            table === 'fingerprints'
              ? db
                  .prepare<[], number>('select coalesce(max(id), 0) from fingerprints')
                  .pluck()
                  .get()
              : lastOf.get(table);
          return [table, Math.max(last ?? 0, table === 'sweeps' ? how.after : 0) + 1];
        }),
      );
    },
    async insert(table, rows) {
      const columns = Object.keys(table.columns);
      const statement = db.prepare(
        `insert into ${table.name} (${columns.join(', ')})
         values (${columns.map((name) => `@${name}`).join(', ')})
         ${table.name === 'listings' ? 'on conflict do nothing' : ''}`,
      );
      for (const row of rows) statement.run(row);
    },
    async settle() {},
  };
}

/** Rows at a time. */
const BATCH = 2000;

function whereOf(table: CopiedTable, chosen: Chosen): string {
  if (chosen === null) return '';
  return `where ${table.of.replaceAll('CHOSEN', 'select value from json_each(@chosen)')}`;
}

function valuesOf(chosen: Chosen): readonly unknown[] {
  return chosen === null ? [] : [{ chosen: JSON.stringify(chosen) }];
}
