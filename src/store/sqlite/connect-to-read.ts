import {
  accessSync,
  closeSync,
  constants,
  copyFileSync,
  existsSync,
  mkdtempSync,
  openSync,
  readSync,
  realpathSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { codeOf, messageOf, StoreError } from '../../core/errors.js';
import { connect } from './connect.js';

/**
 * A connection that only reads, and leaves no file behind. A database whose log was put away while
 * its mode says that it has one would be given a new one by SQLite; so would one in a folder that
 * cannot be written to, if it could. Of these a copy is read, from the system's folder for such.
 *
 * @throws what SQLite or the file system says; {StoreError} no copy could be made.
 */
export function connectToRead(path: string): Database {
  if (isLogged(path) && !existsSync(`${realPath(path)}-wal`)) return connectToCopy(path);
  try {
    return probed(connect(path, true));
  } catch (error) {
    if (!/^SQLITE_(CANTOPEN|READONLY)/.test(codeOf(error) ?? '') || !isReadable(path)) throw error;
    return connectToCopy(path);
  }
}

/** Whether the header says that changes go to a log first; false where it cannot be read. */
function isLogged(path: string): boolean {
  try {
    const file = openSync(path, 'r');
    try {
      const header = Buffer.alloc(20);
      return readSync(file, header, 0, 20, 0) === 20 && header[18] === 2;
    } finally {
      closeSync(file);
    }
  } catch {
    return false; // SQLite meets the same, and has an error for it.
  }
}

/** SQLite has the log of what a link leads to beside that. */
function realPath(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    return path;
  }
}

function isReadable(path: string): boolean {
  try {
    accessSync(path, constants.R_OK);
    return statSync(path).isFile();
  } catch {
    return false;
  }
}

function probed(db: Database): Database {
  try {
    db.prepare('select count(*) from sqlite_schema').get();
    return db;
  } catch (error) {
    db.close();
    throw error;
  }
}

function connectToCopy(link: string): Database {
  const path = realPath(link);
  const folder = makeCopyFolder(path);
  try {
    const copy = join(folder, 'copy.sqlite');
    copyWhole(path, copy);
    const db = probed(connect(copy, false));
    db.exec('pragma query_only = ON');
    return db;
  } finally {
    // Where the system lets it go while it is open: nothing is left, however this process ends.
    rmSync(folder, { recursive: true, force: true, maxRetries: 0 });
  }
}

function makeCopyFolder(path: string): string {
  try {
    return mkdtempSync(join(tmpdir(), 'thaw-read-'));
  } catch (error) {
    throw noCopy(path, error);
  }
}

/** With what is in its log or journal, and not while someone writes to it. */
function copyWhole(path: string, copy: string): void {
  const parts = ['', '-wal', '-journal'];
  const state = () => parts.map((part) => signOf(`${path}${part}`)).join();
  try {
    for (let tries = 0; tries < 5; tries += 1) {
      const before = state();
      for (const part of parts) {
        if (existsSync(`${path}${part}`)) copyFileSync(`${path}${part}`, `${copy}${part}`);
      }
      if (state() === before) return;
    }
  } catch (error) {
    throw noCopy(path, error);
  }
  throw new StoreError(
    `database ${path}: another program is writing to it, and its folder cannot be written to: try again once that is done`,
  );
}

function noCopy(path: string, error: unknown): StoreError {
  return new StoreError(
    `database ${path}: where it lies nothing can be written, and a copy to read from could not be made in ${tmpdir()} (${messageOf(error)}): make room there, or name another folder in TMPDIR`,
  );
}

function signOf(file: string): string {
  const stat = statSync(file, { throwIfNoEntry: false });
  return stat ? `${stat.size} ${stat.mtimeMs}` : '';
}
