import { randomUUID } from 'node:crypto';
import { StoreError } from '../../../core/errors.js';
import type { SweepLock } from '../lock/sweep-lock.js';
import { NOW_MS } from '../server-now.js';
import type { Connections, Sql } from '../sql.js';
import type { Act, Turn } from './turn.js';

/** A store's writes, numbered. */
export interface Turns {
  turn<Result>(act: (sql: Sql) => Promise<Result>): Turn<Result>;
  /**
   * Turns that follow one another, as one transaction: to be tried until its outcome is known, and in
   * the order in which turns were made. It throws what the first of them throws that fails, and where
   * a sweep that was held no longer is: none of them took effect then, and others can.
   */
  together(turns: readonly Turn<unknown>[]): Act<void>;
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
    turn(act) {
      latest += 1;
      return { number: latest, act };
    },
    together(turns) {
      const mark = markSql(writer, turns.at(-1)!.number);
      let isMade = false;
      return () => {
        const fence = lock.fence();
        return connections.inTransaction(
          async (sql, [marked, fenced]) => {
            // An earlier try was kept, and its answer lost on the way.
            if (marked?.rowCount === 0 && isMade) return;
            try {
              if (fence !== null) await lock.check(sql, fenced?.rows ?? []);
            } catch (error) {
              if (error instanceof StoreError) onLost(error);
              throw error;
            }
            for (const turn of turns) turn.made = { result: await turn.act(sql) };
            isMade = true;
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
