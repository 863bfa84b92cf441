import type { Database } from 'better-sqlite3';
import { StoreError } from '../../core/errors.js';
import { readPragma } from './keep-alive.js';
import { migrations } from './migrations/index.js';

/**
 * Brings the schema up to date in one exclusive transaction, so that of two processes that open a
 * new database at once one creates it and the other waits.
 *
 * @throws {StoreError} the database is of a newer version of this program.
 */
export function migrate(db: Database, path: string): void {
  if (isCurrent(db, path)) return;
  const upgrade = db.transaction(() => {
    for (const migration of migrations.slice(versionOf(db))) {
      if (typeof migration === 'string') db.exec(migration);
      else migration(db);
    }
    db.exec(`pragma user_version = ${migrations.length}`);
  });
  upgrade.exclusive();
}

/** @throws {StoreError} the database is of a newer version of this program. */
export function isCurrent(db: Database, path: string): boolean {
  const version = versionOf(db);
  if (version <= migrations.length) return version === migrations.length;
  throw new StoreError(
    `${path} was written by a newer version of thaw (schema ${version}, this one knows ${migrations.length}): update thaw, or name another database with --db`,
  );
}

function versionOf(db: Database): number {
  return readPragma(db, 'user_version') as number;
}
