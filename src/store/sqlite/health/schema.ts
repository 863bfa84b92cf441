import type { Database } from 'better-sqlite3';
import { StoreError } from '../../../core/errors.js';
import { connect } from '../connect.js';
import { migrations } from '../migrations/index.js';

/** @throws {StoreError} tables or columns that this program makes are missing. */
export function checkSchema(db: Database, path: string): void {
  const parts = missingParts(db);
  if (parts.length === 0) return;
  throw new StoreError(
    `database ${path}: it is damaged: ${parts.join(', ')} ${parts.length === 1 ? 'is' : 'are'} missing. Restore a copy, or name another file with --db; \`thaw doctor\` says what is left`,
  );
}

/** Tables and columns that this program makes, and that are not there. */
export function missingParts(db: Database): readonly string[] {
  const is = new Set(partsOf(db));
  const missing = withNew(partsOf).filter((part) => !is.has(part));
  // Of a table that is missing the columns need no word.
  return missing.filter((part) => {
    const table = part.replace(/^column (.*)\..*/, 'table $1');
    return table === part || !missing.includes(table);
  });
}

/** Looks at a database as this program makes it. */
export function withNew<Result>(look: (db: Database) => Result): Result {
  const db = newDatabase();
  try {
    return look(db);
  } finally {
    db.close();
  }
}

/** Compared by name: the same schema, come about over several versions, is spelled differently. */
function partsOf(db: Database): readonly string[] {
  return db
    .prepare<[], string>(
      `select 'table ' || name from sqlite_schema where type = 'table' and name not like 'sqlite_%'
       union all
       select 'column ' || t.name || '.' || c.name from sqlite_schema t, pragma_table_info(t.name) c
       where t.type = 'table' and t.name not like 'sqlite_%'`,
    )
    .pluck()
    .all();
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
