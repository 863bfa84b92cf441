import { existsSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Database } from 'better-sqlite3';
import { NoResultsError, StoreError } from '../../core/errors.js';
import { makeFolder } from '../../machine/files/make-folder.js';
import type { OlderPrograms } from '../older-programs.js';
import type { Access } from '../port.js';
import { connect } from './connect.js';
import { connectToRead } from './connect-to-read.js';
import { readPragma } from './keep-alive.js';
import { isCurrent, migrate } from './migrate.js';
import { storeError, upgradeError } from './sqlite-error.js';
import { isBusy } from './turns/desk.js';

/**
 * Whether an older program made the database; false also where there is none to look at.
 *
 * @throws {StoreError} another program has it locked.
 */
export function isOlder(path: string): boolean {
  if (path === ':memory:' || !existsSync(path)) return false;
  try {
    const db = connectToRead(path);
    try {
      return readPragma(db, 'user_version') !== 0 && !isCurrent(db, path);
    } finally {
      db.close();
    }
  } catch (error) {
    if (isBusy(error)) throw storeError(error, path);
    return false; // Opening it meets the same trouble, and says what to do.
  }
}

/**
 * Opens the file and brings its schema up to date, whatever the access. In WAL mode readers never
 * block the writer, nor the writer readers.
 *
 * @throws {StoreError} no database there, not one of ours, of a newer version, or not writable.
 */
export function openDatabase(path: string, access: Access, older?: OlderPrograms): Database {
  try {
    return open(path, access, older);
  } catch (error) {
    throw storeError(error, path);
  }
}

/**
 * Closes it. At rest a database is one file, so that it can be read where nothing may be written; as
 * long as another program has it open, its log stays, and is empty.
 */
export function closeDatabase(db: Database, access: Access): void {
  if (access !== 'read') putLogAway(db);
  db.close();
}

/** For the last reader of a database that was written and closed meanwhile: its log could not go then. */
export function settle(path: string): void {
  if (!existsSync(`${path}-wal`)) return;
  try {
    const db = connect(path, false);
    try {
      putLogAway(db);
    } finally {
      db.close();
    }
  } catch {
    // Nothing may be written there: it stays, and so it does no harm.
  }
}

function putLogAway(db: Database): void {
  // Where another program has it open, what is in the log goes at least where it belongs.
  for (const pragma of ['journal_mode = DELETE', 'wal_checkpoint(truncate)']) {
    try {
      db.exec(`pragma ${pragma}`);
      return;
    } catch {
      // Whoever closes it last may see to it.
    }
  }
}

function open(path: string, access: Access, older: OlderPrograms | undefined): Database {
  const inMemory = path === ':memory:';
  if (access === 'create' && !inMemory) makeFolder(dirname(path));
  if (access !== 'create' && !existsSync(path)) throw nothingThere(path);

  if (access === 'read') {
    const db = connectToRead(path);
    if (isCurrent(db, path)) return db;
    // An older schema is brought up to date once, by a writer; an empty file holds nothing yet.
    const empty = readPragma(db, 'user_version') === 0;
    db.close();
    if (empty) throw nothingThere(path);
    closeDatabase(openToWrite(path, older), 'write');
    return connectToRead(path);
  }
  return openToWrite(path, older);
}

function openToWrite(path: string, older: OlderPrograms | undefined): Database {
  const db = connect(path, false);
  let upgrading = false;
  try {
    refuseForeign(db, path);
    upgrading = readPragma(db, 'user_version') !== 0 && !isCurrent(db, path);
    db.exec('pragma journal_mode = WAL');
    // Safe from corruption under WAL; a power cut may lose the last moments, which run again.
    db.exec('pragma synchronous = NORMAL');
    // 32 MB, not 4, of changes wait until the file itself is written: 0.35 instead of 0.43 ms a trial
    // in a sweep of 10,000, whose rows carry their recipes.
    db.exec('pragma wal_autocheckpoint = 8000');
    const upgrade = migrate(db, path, older);
    // SQLite opens what it may not write to all the same, and says so at the first write.
    db.exec('begin immediate; rollback');
    if (upgrade) older?.onUpgrade(upgrade);
    return db;
  } catch (error) {
    db.close();
    throw upgrading ? upgradeError(error, path) : error;
  }
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

function nothingThere(path: string): NoResultsError {
  return new NoResultsError(
    `no results yet at ${path}: run \`thaw run FILE\` first, or name another database with --db`,
  );
}
