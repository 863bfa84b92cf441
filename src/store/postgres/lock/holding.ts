import { setTimeout as sleep } from 'node:timers/promises';
import { StoreError } from '../../../core/errors.js';
import type { Sql } from '../sql.js';
import type { Desk } from '../turns/desk.js';
import type { Act } from '../turns/turn.js';
import { heldError, type SweepLock, type Taking } from './sweep-lock.js';

/** The sweeps that this process holds, kept by signs of life until they are given up. */
export interface Holding {
  lock(id: number, onLost?: () => void): Promise<void>;
  unlock(id: number): Promise<void>;
  /** Of a sweep that this process has just made. */
  holdNew(id: number, token: string): void;
  /** It is no longer there. */
  forget(id: number): void;
  /** Tells whoever runs a sweep that nothing can be stored any more. */
  lose(): void;
  /** Gives no more signs of life, and waits for none. */
  close(): void;
}

export interface HoldingParts {
  readonly desk: Desk;
  readonly lock: SweepLock;
  /** Sweeps held, and their tokens. */
  readonly held: Map<number, string>;
  /** One transaction, and only as long as all that is held still is. */
  readonly turn: <Result>(act: (sql: Sql) => Promise<Result>) => Act<Result>;
  /** For signs of life, which wait for no turn. */
  readonly sql: Sql;
  readonly onNote: (message: string) => void;
  /** Milliseconds between two signs of life. */
  readonly beatMs: number;
  /** Milliseconds without any, after which a holder counts as dead. */
  readonly silenceMs: number;
}

export function createHolding(parts: HoldingParts): Holding {
  const { desk, lock, held, turn, sql, onNote, beatMs, silenceMs } = parts;
  const losers = new Map<number, () => void>();
  let timer: NodeJS.Timeout | undefined;
  let isBeating = false;
  let isClosed = false;

  async function beat(): Promise<void> {
    if (isBeating) return;
    isBeating = true;
    try {
      // Whether it is lost or was just given up is known when all calls before have been done.
      if (!(await lock.beat(sql))) await desk.call(turn(async () => undefined));
    } catch {
      // The next write meets the same, in a place that can report it.
    }
    isBeating = false;
  }

  function hold(id: number, token: string): void {
    held.set(id, token);
    timer ??= setInterval(() => void beat(), beatMs).unref();
  }

  function forget(id: number): void {
    held.delete(id);
    losers.delete(id);
    if (held.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  function take(id: number): Promise<Taking> {
    const taken = turn((sql) => lock.take(sql, id));
    return desk.call(async () => {
      const taking = await taken();
      if (taking.token !== null) hold(id, taking.token);
      return taking;
    });
  }

  /** Waits until a holder gives a sign of life, or has given none for long enough. */
  async function outlast(id: number, sign: string, holder: string): Promise<void> {
    onNote(
      `sweep ${id} was last run by ${holder}: waiting up to ${Math.ceil(silenceMs / 1000)} s for a sign of life from it`,
    );
    while (!isClosed) {
      await sleep(Math.min(1000, silenceMs / 4));
      const now = await take(id);
      if (now.token !== null) return;
      if (now.sign !== sign) throw heldError(id, now.holder);
    }
    throw new StoreError(`sweep ${id} was not waited for any longer`);
  }

  return {
    async lock(id, onLost) {
      const taking = await take(id);
      if (taking.token === null) await outlast(id, taking.sign, taking.holder);
      if (onLost) losers.set(id, onLost);
    },
    async unlock(id) {
      const token = held.get(id);
      if (token === undefined) return;
      const released = turn((sql) => lock.release(sql, id, token));
      try {
        // Before the next turn, which would miss it otherwise.
        await desk.last(async () => {
          await released();
          forget(id);
        });
      } finally {
        forget(id);
      }
    },
    holdNew: hold,
    forget,
    lose() {
      for (const onLost of losers.values()) onLost();
    },
    close() {
      isClosed = true;
      clearInterval(timer);
    },
  };
}
