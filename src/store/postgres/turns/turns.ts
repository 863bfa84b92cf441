import { randomUUID } from 'node:crypto';
import { StoreError } from '../../../core/errors.js';
import type { SweepLock } from '../lock/sweep-lock.js';
import { NOW_MS } from '../server-now.js';
import type { Connections, Sql } from '../sql.js';
import type { Act } from './desk.js';

/** A store's writes, numbered: each takes effect once, however often it has to be tried. */
export interface Turns {
  /**
   * One transaction, to be tried until its outcome is known, and in the order in which turns were made.
   * It throws where a sweep that was held no longer is.
   */
  turn<Result>(act: (sql: Sql) => Promise<Result>): Act<Result>;
  /** Leaves nothing of its own in the database. */
  close(): Promise<void>;
}

export interface TurnsParts {
  readonly connections: Connections;
  readonly lock: SweepLock;
  /** Told of a sweep that was lost. */
  readonly onLost: (error: unknown) => void;
}

export function createTurns({ connections, lock, onLost }: TurnsParts): Turns {
  const writer = randomUUID();
  let latest = 0;
  return {
    turn<Result>(act: (sql: Sql) => Promise<Result>): Act<Result> {
      latest += 1;
      const mark = markSql(writer, latest);
      let made: { readonly result: Result } | undefined;
      return () => {
        const fence = lock.fence();
        return connections.inTransaction(
          async (sql, [marked, fenced]) => {
            // An earlier try was kept, and its answer lost on the way.
            if (marked?.rowCount === 0 && made) return made.result;
            try {
              if (fence !== null) await lock.check(sql, fenced?.rows ?? []);
            } catch (error) {
              if (error instanceof StoreError) onLost(error);
              throw error;
            }
            made = { result: await act(sql) };
            return made.result;
          },
          fence === null ? [mark] : [mark, fence],
        );
      };
    },
    async close() {
      await connections.run('delete from writers where id = $1', [writer]);
    },
  };
}

/** Changes no row where this turn has been kept; waits for an earlier try that still goes on. */
function markSql(writer: string, turn: number): string {
  return `
    insert into writers (id, turn, seen) values ('${writer}', ${turn}, ${NOW_MS})
    on conflict (id) do update set turn = excluded.turn, seen = excluded.seen
    where writers.turn < excluded.turn`;
}
