import { randomUUID } from 'node:crypto';
import { StoreError } from '../../../core/errors.js';
import { processIdentity } from '../../../machine/process-identity.js';
import { lostError, nameOf, type SweepHolder } from '../../sweep-holder.js';
import { NOW_MS } from '../server-now.js';
import type { Sql } from '../sql.js';
import { LAST_SEEN } from './holder-sql.js';

/**
 * The locks on sweeps that let one process at a time run each: a token in its row, drawn anew each
 * time. It is part of a key, so that whoever writes with it (`for key share`) and whoever takes the
 * sweep wait for each other, while signs of life go on.
 */
export interface SweepLock {
  /**
   * Takes a sweep, or renews; in a transaction. Where its holder has spoken lately nothing is taken.
   *
   * @throws {StoreError} there is no such sweep, or it was lost.
   */
  take(sql: Sql, id: number): Promise<Taking>;
  release(sql: Sql, id: number, token: string): Promise<void>;
  /** Another sign of life for all that is held. False: something of it is lost. */
  beat(sql: Sql): Promise<boolean>;
  /** First in each transaction: those still held, as a statement; null: none need to be. */
  fence(): string | null;
  /** @throws {StoreError} not all that is held is among these rows of `fence`. */
  check(sql: Sql, rows: readonly { readonly id: number }[]): Promise<void>;
  /** @throws {StoreError} a sweep that is not ours may be run by another. */
  refuseOthers(sql: Sql, id: number): Promise<void>;
}

export type Taking =
  | { readonly token: string }
  | { readonly token: null /** Its last sign of life. */; readonly sign: string; holder: string };

interface HolderColumns extends SweepHolder {
  readonly holder_seen: number | null;
  /** Milliseconds for which the holder has been silent. */
  readonly silence: number | null;
}

/**
 * `held`: tokens of the sweeps that this process holds. `silenceMs`: after so long without a sign of
 * life a holder counts as dead.
 */
export function sweepLock(held: ReadonlyMap<number, string>, silenceMs: number): SweepLock {
  const find = (sql: Sql, id: number) =>
    sql.one<HolderColumns>(
      `select holder_token, holder_host, holder_pid, holder_seen, ${NOW_MS} - ${LAST_SEEN} as silence
       from sweeps where id = $1`,
      [id],
    );

  const isOurs = (id: number, row: HolderColumns) =>
    row.holder_token !== null && row.holder_token === held.get(id);

  const lives = (row: HolderColumns) =>
    row.holder_token !== null && (row.silence ?? silenceMs) < silenceMs;

  return {
    async take(sql, id) {
      await sql.run('select 1 from sweeps where id = $1 for update', [id]);
      const row = await find(sql, id);
      if (!row) throw noSweep(id);
      if (held.has(id) && !isOurs(id, row)) throw lostError(id, row);
      if (!isOurs(id, row) && lives(row)) {
        return {
          token: null,
          sign: `${row.holder_token} ${row.holder_seen}`,
          holder: nameOf(row),
        };
      }
      const token = held.get(id) ?? randomUUID();
      const { host, pid } = processIdentity();
      await sql.run(
        `update sweeps
         set holder_token = $2, holder_host = $3, holder_pid = $4, holder_seen = ${NOW_MS}
         where id = $1`,
        [id, token, host, pid],
      );
      return { token };
    },
    async release(sql, id, token) {
      await sql.run(
        `update sweeps
         set holder_token = null, holder_host = null, holder_pid = null, holder_seen = null
         where id = $1 and holder_token = $2`,
        [id, token],
      );
    },
    async beat(sql) {
      const renewed = await sql.run(
        `update sweeps set holder_seen = ${NOW_MS}
         where holder_token = any($1)`,
        [[...held.values()]],
      );
      return renewed === held.size;
    },
    fence() {
      if (held.size === 0) return null;
      const tokens = [...held.values()].map((token) => `'${token}'`);
      return `select id from sweeps where holder_token in (${tokens}) for key share`;
    },
    async check(sql, rows) {
      for (const id of held.keys()) {
        if (!rows.some((row) => row.id === id)) throw lostError(id, await find(sql, id));
      }
    },
    async refuseOthers(sql, id) {
      const row = await find(sql, id);
      if (!row) throw noSweep(id);
      if (!isOurs(id, row) && lives(row)) throw heldError(id, nameOf(row));
    },
  };
}

export function heldError(id: number, holder: string): StoreError {
  return new StoreError(`sweep ${id} is being run by ${holder}: wait for it, or stop it there`);
}

function noSweep(id: number): StoreError {
  return new StoreError(`there is no sweep ${id}: \`thaw sweeps\` lists those there are`);
}
