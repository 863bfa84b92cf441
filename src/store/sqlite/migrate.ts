import type { Database } from 'better-sqlite3';
import { StoreError } from '../../core/errors.js';
import type { OlderPrograms, Upgrade } from '../older-programs.js';
import { readPragma } from './keep-alive.js';
import { keepCopy } from './keep-copy.js';
import { runningSweep } from './lock/sweep-lock.js';
import { migrations } from './migrations/index.js';

/** Milliseconds to wait for another process that brings the database up to date. */
const UPGRADE_TIMEOUT = 120_000;

/**
 * Brings the schema up to date in one transaction, so that of two processes that open a new or an
 * older database at once one does it and the other waits, and that a kill leaves it as it was.
 *
 * Of an older database a copy is kept first, made under the transaction's own lock: nothing can be
 * written between the two.
 *
 * @param older without it only new databases can be made.
 * @returns what was done to an older one; null: nothing.
 * @throws {StoreError} the database is of a newer version, or an older program runs a sweep of it.
 */
export function migrate(db: Database, path: string, older?: OlderPrograms): Upgrade | null {
  if (isCurrent(db, path)) return null;
  const upgrade = db.transaction((): Upgrade | null => {
    if (isCurrent(db, path)) return null; // Another process has just done it.
    const from = versionOf(db);
    const done = from === 0 ? null : { from, backup: prepare(db, path, older) };
    for (const migration of migrations.slice(from)) {
      if (typeof migration === 'string') db.exec(migration);
      else migration(db, (spec) => older!.read(spec));
    }
    db.exec(`pragma user_version = ${migrations.length}`);
    return done;
  });
  const patience = readPragma(db, 'busy_timeout') as number;
  db.exec(`pragma busy_timeout = ${UPGRADE_TIMEOUT}`);
  try {
    return upgrade.immediate();
  } finally {
    db.exec(`pragma busy_timeout = ${patience}`);
  }
}

/** @throws {StoreError} the database is of a newer version of this program. */
export function isCurrent(db: Database, path: string): boolean {
  const version = versionOf(db);
  if (version < 0) {
    throw new StoreError(
      `database ${path}: it is damaged: its schema number is ${version}. Restore a copy, or name another file with --db; \`thaw doctor\` says what is left`,
    );
  }
  if (version <= migrations.length) return version === migrations.length;
  throw new StoreError(
    `${path} was written by a newer version of Thaw (schema ${version}, this one knows ${migrations.length}): update Thaw, or name another database with --db`,
  );
}

function prepare(db: Database, path: string, older: OlderPrograms | undefined): string {
  if (!older) throw new Error(`${path} is of schema ${versionOf(db)}: opened without \`older\``);
  const running = runningSweep(db);
  if (running) {
    const { id, holder } = running;
    throw new StoreError(
      `database ${path}: it is to be brought up to date, but an older version of Thaw is running sweep ${id} in it, as ${holder}: wait for it, or stop it with Ctrl-C there`,
    );
  }
  return keepCopy(path, versionOf(db));
}

function versionOf(db: Database): number {
  return readPragma(db, 'user_version') as number;
}
