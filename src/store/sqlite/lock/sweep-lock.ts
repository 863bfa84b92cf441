import { randomUUID } from 'node:crypto';
import type { Database } from 'better-sqlite3';
import { StoreError } from '../../../core/errors.js';
import { processIdentity } from '../../../machine/process-identity.js';
import { lostError, nameOf } from '../../sweep-holder.js';
import { type HolderColumns, heldError, lifeOfHolder, seemsHeld } from './holder.js';

/**
 * The locks on sweeps that let one process at a time run each. All but
 * `release` belong into a transaction.
 */
export interface SweepLock {
  /**
   * Takes a sweep, or renews. Where the holder may live, or may not, nothing is taken, and its last
   * sign of life is given; one that has given this very sign for long enough, `silent`, loses it.
   *
   * @throws {StoreError} there is no such sweep, or a living process holds it.
   */
  take(id: number, silent?: string): Taking;
  release(id: number, token: string): void;
  /** Another sign of life. */
  beat(): void;
  /** @throws {StoreError} a sweep that was held no longer is: nothing may be written. */
  check(): void;
  /** @throws {StoreError} a sweep that is not ours may be run by another. */
  refuseOthers(id: number): void;
}

export type Taking =
  | { readonly token: string /** The holder before. */; readonly before: string | null }
  | { readonly token: null; readonly sign: string; readonly holder: string };

/** `held`: tokens of the sweeps that this process holds. */
export function sweepLock(db: Database, held: ReadonlyMap<number, string>): SweepLock {
  const columns =
    'holder_host, holder_pid, holder_start, holder_place, holder_token, holder_beat, holder_seen';
  const select = db.prepare<[number], HolderColumns>(`select ${columns} from sweeps where id = ?`);
  const hold = db.prepare(`
    update sweeps
    set holder_host = @host, holder_pid = @pid, holder_start = @start, holder_place = @place,
        holder_token = @token, holder_beat = 0, holder_seen = @seen
    where id = @id
  `);
  const renew = db.prepare<{ id: number; seen: number }>(
    'update sweeps set holder_beat = holder_beat + 1, holder_seen = @seen where id = @id',
  );
  const release = db.prepare<[number, string]>(`
    update sweeps
    set holder_host = null, holder_pid = null, holder_start = null, holder_place = null,
        holder_token = null, holder_beat = null, holder_seen = null
    where id = ? and holder_token = ?
  `);

  function find(id: number): HolderColumns {
    const row = select.get(id);
    if (row) return row;
    throw new StoreError(`there is no sweep ${id}: \`thaw sweeps\` lists those there are`);
  }

  const isOurs = (id: number, row: HolderColumns | undefined) =>
    row !== undefined && row.holder_token !== null && row.holder_token === held.get(id);

  function check(): void {
    for (const id of held.keys()) {
      const row = select.get(id);
      if (!isOurs(id, row)) throw lostError(id, row);
    }
  }

  function beat(): void {
    for (const id of held.keys()) renew.run({ id, seen: Date.now() });
  }

  return {
    take(id, silent) {
      const row = find(id);
      if (isOurs(id, row)) {
        beat();
        return { token: held.get(id)!, before: null };
      }
      if (held.has(id)) throw lostError(id, row);
      const life = lifeOfHolder(row);
      if (life === 'alive') throw heldError(id, nameOf(row));
      const sign = `${row.holder_token} ${row.holder_beat}`;
      if (life === 'unknown' && sign !== silent) {
        return { token: null, sign, holder: nameOf(row) };
      }
      const token = randomUUID();
      hold.run({ id, ...processIdentity(), token, seen: Date.now() });
      return { token, before: row.holder_token };
    },
    release(id, token) {
      release.run(id, token);
    },
    beat,
    check,
    refuseOthers(id) {
      const row = find(id);
      const life = isOurs(id, row) ? undefined : lifeOfHolder(row);
      if (life === 'alive' || life === 'unknown') throw heldError(id, nameOf(row));
    },
  };
}

/** A sweep that some process is running, whatever the schema; undefined: there is none. */
export function runningSweep(db: Database): { readonly id: number; holder: string } | undefined {
  const rows = db.prepare<[], Partial<HolderColumns> & { readonly id: number }>(
    'select * from sweeps order by id',
  );
  const known = rows.all().map((row) => ({ ...NO_HOLDER, ...row }));
  const running = known.find(seemsHeld);
  return running && { id: running.id, holder: nameOf(running) };
}

const NO_HOLDER: HolderColumns = {
  holder_host: null,
  holder_pid: null,
  holder_start: null,
  holder_place: null,
  holder_token: null,
  holder_beat: null,
  holder_seen: null,
};
