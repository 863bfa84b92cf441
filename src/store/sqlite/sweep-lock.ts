import type { Database } from 'better-sqlite3';
import { StoreError } from '../../core/errors.js';
import {
  isRunning,
  type ProcessIdentity,
  processIdentity,
} from '../../machine/process-identity.js';
import type { Methods } from './methods.js';

/** A sweep's holder as its row says; all null: none. */
export interface HolderColumns {
  readonly holder_host: string | null;
  readonly holder_pid: number | null;
  readonly holder_start: string | null;
  readonly holder_seen: number | null;
}

/** A holder that cannot be looked at and has not renewed its lock for so long (ms) counts as dead. */
const SILENCE = 120_000;

/** Whether the process that holds a sweep still runs it. */
export function isHeld(row: HolderColumns): boolean {
  const holder = holderOf(row);
  if (!holder) return false;
  const isSilent = Date.now() - row.holder_seen! >= SILENCE;
  if (holder.host !== processIdentity().host) return !isSilent;
  // Without its start, a process of that id may be a later one.
  return isRunning(holder) && !(holder.start === '' && isSilent);
}

/** A sweep that some process is running, whatever the schema; undefined: there is none. */
export function runningSweep(db: Database): (HolderColumns & { readonly id: number }) | undefined {
  return db
    .prepare<[], HolderColumns & { readonly id: number }>(
      'select id, holder_host, holder_pid, holder_start, holder_seen from sweeps order by id',
    )
    .all()
    .find(isHeld);
}

/**
 * The lock that lets one process at a time run a sweep. Locking again renews it, and is when the
 * database's file catches up with its log.
 */
export function sweepLock(db: Database): Pick<Methods, 'lock' | 'unlock'> {
  const select = db.prepare<[number], HolderColumns>(
    'select holder_host, holder_pid, holder_start, holder_seen from sweeps where id = ?',
  );
  const hold = db.prepare(`
    update sweeps
    set holder_host = @host, holder_pid = @pid, holder_start = @start, holder_seen = @seen
    where id = @id
  `);
  const release = db.prepare<[number]>(`
    update sweeps
    set holder_host = null, holder_pid = null, holder_start = null, holder_seen = null
    where id = ?
  `);
  const lock = db.transaction((id: number) => {
    refuseHeld(id, select.get(id));
    hold.run({ id, ...processIdentity(), seen: Date.now() });
  });

  return {
    lock(id) {
      lock.immediate(id);
      // What the sweep wrote since moves from the log into the file itself, so that a lost log costs
      // seconds, not the sweep. Passive: it waits for no reader.
      db.exec('pragma wal_checkpoint(passive)');
    },
    unlock(id) {
      const row = select.get(id);
      if (row && isOurs(row)) release.run(id);
    },
  };
}

/** @throws {StoreError} there is no such sweep, or another process that still runs holds it. */
export function refuseHeld(id: number, row: HolderColumns | undefined): void {
  if (!row) throw new StoreError(`there is no sweep ${id}: \`thaw sweeps\` lists those there are`);
  if (!isHeld(row) || isOurs(row)) return;
  throw new StoreError(
    `sweep ${id} is being run by process ${row.holder_pid} on ${row.holder_host}: wait for it, or stop it with Ctrl-C there`,
  );
}

function isOurs(row: HolderColumns): boolean {
  const us = processIdentity();
  return row.holder_host === us.host && row.holder_pid === us.pid && row.holder_start === us.start;
}

function holderOf(row: HolderColumns): ProcessIdentity | undefined {
  if (row.holder_host === null || row.holder_pid === null) return undefined;
  return { host: row.holder_host, pid: row.holder_pid, start: row.holder_start ?? '' };
}
