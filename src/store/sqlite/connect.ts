import Sqlite, { type Database } from 'better-sqlite3';
import { withLastingStatements } from './keep-alive.js';

/**
 * Milliseconds in which SQLite itself waits for another process's write: the whole thread waits with
 * it. Longer waits are made without (turns/desk.ts).
 */
const BUSY_TIMEOUT = 20;

/** The same where nothing else goes on in the thread. */
export const PATIENT = 5000;

/** A connection to the file. A read-only one needs it to be there. */
export function connect(path: string, readonly: boolean, timeout = BUSY_TIMEOUT): Database {
  const db = withLastingStatements(
    new Sqlite(path, { readonly, fileMustExist: readonly, timeout }),
  );
  db.exec('pragma foreign_keys = ON');
  return db;
}
