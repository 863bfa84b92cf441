import { existsSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { basename, dirname, extname, join } from 'node:path';
import type { Database } from 'better-sqlite3';
import { messageOf, StoreError } from '../../core/errors.js';
import { makeFolder } from '../../machine/files/make-folder.js';
import { checkpointFolder } from '../files.js';
import { connect } from './connect.js';
import { readPragma } from './keep-alive.js';
import { isBusy } from './turns/desk.js';

/** Tells whether the file that is open still lies at its path, and is what it was. */
export interface FileWatch {
  /**
   * By what costs nothing.
   * @throws {StoreError} it does not; all that was known is in a copy, or lost, as the error says.
   */
  check(): void;
  /** By every page of it. @throws {StoreError} as `check`. */
  checkWhole(): void;
}

export interface FileWatchParts {
  /** Called before what is known is copied. */
  readonly prepare: () => void;
  /** Whether another connection finds in the file what this one has put there. */
  readonly isOurs: (other: Database) => boolean;
}

/**
 * SQLite writes on into a file that was deleted, moved, replaced, cut or written over, and none of it
 * would be found later.
 */
export function watchFile(
  db: Database,
  path: string,
  { prepare, isOurs }: FileWatchParts,
): FileWatch {
  if (path === ':memory:') return { check() {}, checkWhole() {} };
  const opened = identityOf(path);
  let largest = 0;

  function gone(what: string): StoreError {
    return new StoreError(`database ${path}: it was ${what} while it was in use. ${rescue()}`);
  }

  function checkWhole(): void {
    if (!isWhole(path, isOurs)) throw gone('cut or written over');
  }

  function check(): void {
    const now = identityOf(path);
    if (now === undefined) throw gone('deleted or moved');
    if (now !== opened) throw gone('replaced by another file');
    // It never shrinks, but where somebody lets SQLite make it smaller.
    const { size } = statSync(path);
    if (size < largest) checkWhole();
    largest = size;
  }

  return {
    check,
    checkWhole() {
      check();
      checkWhole();
    },
  };

  function rescue(): string {
    try {
      prepare();
      const copy = copyInto(db, path);
      const how = copy === path ? 'go on' : `${whereFilesAre(path, copy)}, then go on`;
      return `All that was stored is in ${copy}: ${how} with \`thaw resume\``;
    } catch (error) {
      return `A copy could not be written (${messageOf(error)}): what this run stored is only where the file is now, if anywhere`;
    }
  }
}

/** A database of another name looks for weights and checkpoints in a folder of another name. */
function whereFilesAre(path: string, copy: string): string {
  const [folder, other] = [path, copy].map((db) => dirname(checkpointFolder(db, 0)));
  return `put it back as ${path}, or move ${folder} to ${other} and name it with --db`;
}

/** To where it was, if nothing is there now, else beside it, else where the system keeps such files. */
function copyInto(db: Database, path: string): string {
  const name = `${basename(path, extname(path))}-rescued`;
  const beside = [path, ...[1, 2, 3, 4].map((n) => join(dirname(path), `${name}-${n}.sqlite`))];
  const last = join(tmpdir(), `${name}-${process.pid}.sqlite`);
  for (const copy of [...beside, last]) {
    try {
      makeFolder(dirname(copy));
      if (existsSync(copy)) continue;
      db.prepare('vacuum into ?').run(copy);
      return copy;
    } catch (error) {
      if (copy === last) throw error;
    }
  }
  throw new Error('every name for it is taken');
}

/** What cannot be told, as another program has it locked, counts as whole. */
function isWhole(path: string, isOurs: FileWatchParts['isOurs']): boolean {
  try {
    const other = connect(path, true);
    try {
      return readPragma(other, 'quick_check(1)') === 'ok' && isOurs(other);
    } finally {
      other.close();
    }
  } catch (error) {
    return isBusy(error);
  }
}

function identityOf(path: string): string | undefined {
  const stat = statSync(path, { throwIfNoEntry: false, bigint: true });
  return stat && `${stat.dev} ${stat.ino}`;
}
