import Sqlite, { type Database } from 'better-sqlite3';
import { withLastingStatements } from './keep-alive.js';

/** Milliseconds to wait for another process's write before giving up. */
const BUSY_TIMEOUT = 5000;

/** A connection to the file. A read-only one needs it to be there. */
export function connect(path: string, readonly: boolean): Database {
  const db = withLastingStatements(
    new Sqlite(path, { readonly, fileMustExist: readonly, timeout: BUSY_TIMEOUT }),
  );
  db.exec('pragma foreign_keys = ON');
  return db;
}
