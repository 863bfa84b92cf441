import type { Database } from 'better-sqlite3';
import { StoreError } from '../../../core/errors.js';
import { connect } from '../file/connect.js';
import { migrations } from '../migrations/index.js';

/** What a database of today's schema lacks. */
export interface Missing {
  /** `table trials`, `column trials.params`: without them nothing can be read safely. */
  readonly parts: readonly string[];
  /** Without these all is there, and slower: SQL that makes each again, by its name. */
  readonly indexes: ReadonlyMap<string, string>;
}

/** @throws {StoreError} tables or columns are missing. */
export function checkSchema(db: Database, path: string): void {
  const { parts } = missingFrom(db);
  if (parts.length === 0) return;
  throw new StoreError(
    `database ${path}: it is damaged: ${parts.join(', ')} ${parts.length === 1 ? 'is' : 'are'} missing. Restore a copy, or name another file with --db; \`thaw doctor\` says what is left`,
  );
}

/** Compared by name: the same schema, come about over several versions, is spelled differently. */
export function missingFrom(db: Database): Missing {
  const is = partsOf(db);
  const ought = partsOf(newDatabase());
  return {
    parts: [...ought.tables].filter(
      (part) => !is.tables.has(part) && !isOfMissing(part, is.tables),
    ),
    indexes: new Map([...ought.indexes].filter(([name]) => !is.indexes.has(name))),
  };
}

/** Of a table that is missing the columns need no word. */
function isOfMissing(part: string, tables: ReadonlySet<string>): boolean {
  const [, table] = /^column ([^.]+)\./.exec(part) ?? [];
  return table !== undefined && !tables.has(`table ${table}`);
}

function partsOf(db: Database) {
  const columns = db
    .prepare<[], string>(
      `select 'column ' || t.name || '.' || c.name from sqlite_schema t, pragma_table_info(t.name) c
       where t.type = 'table' and t.name not like 'sqlite_%'`,
    )
    .pluck()
    .all();
  const named = db
    .prepare<[], { type: string; name: string; sql: string }>(
      `select type, name, sql from sqlite_schema
       where type in ('table', 'index') and name not like 'sqlite_%'`,
    )
    .all();
  const tables = named.filter(({ type }) => type === 'table').map(({ name }) => `table ${name}`);
  const indexes = named.filter(({ type }) => type === 'index');
  return {
    tables: new Set([...tables, ...columns]),
    indexes: new Map(indexes.map(({ name, sql }) => [name, sql])),
  };
}

function newDatabase(): Database {
  const db = connect(':memory:', false);
  for (const migration of migrations) {
    if (typeof migration === 'string') db.exec(migration);
    else migration(db, noOlderSweeps);
  }
  return db;
}

function noOlderSweeps(): never {
  throw new Error('a new database has no sweeps');
}
