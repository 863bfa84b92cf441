import type { Database } from 'better-sqlite3';
import { connect, PATIENT } from '../connect.js';
import { storeError } from '../sqlite-error.js';

/** Lets `write` change the database in one transaction. @throws {StoreError} */
export function withWriter(path: string, write: (db: Database) => void): void {
  try {
    const db = connect(path, false, PATIENT);
    try {
      db.transaction(() => write(db)).immediate();
    } finally {
      db.close();
    }
  } catch (error) {
    throw storeError(error, path);
  }
}
