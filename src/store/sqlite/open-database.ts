import { existsSync, mkdirSync } from 'node:fs';
import { dirname } from 'node:path';
import Sqlite, { type Database } from 'better-sqlite3';
import { StoreError } from '../../core/errors.js';
import { readPragma, withLastingStatements } from './keep-alive.js';
import { isCurrent, migrate } from './migrate.js';
import { storeError } from './sqlite-error.js';

/**
 * `create`: make file and folders if they are missing. `write`: the file must be there. `read`: it
 * must be there, and nothing is written.
 */
export type Access = 'create' | 'write' | 'read';

/** Milliseconds to wait for another process's write before giving up. */
const BUSY_TIMEOUT = 5000;

/**
 * Opens the file and brings its schema up to date. In WAL mode readers never block the writer, nor
 * the writer readers.
 *
 * @throws {StoreError} no database there, not one of ours, of a newer version, or not writable.
 */
export function openDatabase(path: string, access: Access): Database {
  try {
    return open(path, access);
  } catch (error) {
    throw storeError(error, path);
  }
}

function open(path: string, access: Access): Database {
  const inMemory = path === ':memory:';
  if (access === 'create' && !inMemory) mkdirSync(dirname(path), { recursive: true });
  if (access !== 'create' && !existsSync(path)) throw nothingThere(path);

  if (access === 'read') {
    const db = connect(path, true);
    if (isCurrent(db, path)) return db;
    // An older schema is brought up to date once, by a writer; an empty file holds nothing yet.
    const empty = readPragma(db, 'user_version') === 0;
    db.close();
    if (empty) throw nothingThere(path);
    open(path, 'write').close();
    return connect(path, true);
  }

  const db = connect(path, false);
  try {
    refuseForeign(db, path);
    db.exec('pragma journal_mode = WAL');
    // Safe from corruption under WAL; a power cut may lose the last moments, which run again.
    db.exec('pragma synchronous = NORMAL');
    migrate(db, path);
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function connect(path: string, readonly: boolean): Database {
  const db = withLastingStatements(
    new Sqlite(path, { readonly, fileMustExist: readonly, timeout: BUSY_TIMEOUT }),
  );
  db.exec('pragma foreign_keys = ON');
  return db;
}

/** A database with tables but no version of ours belongs to another program. */
function refuseForeign(db: Database, path: string): void {
  const version = readPragma(db, 'user_version');
  const tables = db.prepare('select count(*) from sqlite_schema').pluck().get();
  if (version === 0 && tables !== 0) {
    throw new StoreError(
      `database ${path}: it holds the tables of another program: name another file with --db`,
    );
  }
}

function nothingThere(path: string): StoreError {
  return new StoreError(
    `no results yet at ${path}: run \`thaw run FILE\` first, or name another database with --db`,
  );
}
