import { setTimeout as sleep } from 'node:timers/promises';
import { StoreError } from '../../../core/errors.js';
import type { Desk } from '../turns/desk.js';
import { heldError } from './holder.js';
import type { LeftMarks } from './left-mark.js';
import type { SweepLock, Taking } from './sweep-lock.js';

/** The sweeps that this process holds, kept by signs of life until they are given up. */
export interface Holding {
  lock(id: number, onLost?: () => void): Promise<void>;
  unlock(id: number): Promise<void>;
  giveBack(id: number): Promise<void>;
  /** Of a sweep that this process has just made. */
  holdNew(id: number, token: string): void;
  /** It is no longer there. */
  forget(id: number): void;
  /** Tells whoever runs a sweep that nothing can be stored any more. */
  lose(): void;
  /** Gives no more signs of life, and waits for none. */
  close(): void;
  /** Lets go of what is held still, as far as that can be done at once. */
  release(): void;
}

export interface HoldingParts {
  readonly desk: Desk;
  readonly lock: SweepLock;
  readonly marks: LeftMarks;
  /** Sweeps held, and their tokens. */
  readonly held: Map<number, string>;
  /** In a transaction, and only as long as all that is held still is. */
  readonly inTurn: <Result>(act: () => Result) => Result;
  /** Gives a sweep's running trials back; in a transaction. */
  readonly putBack: (id: number) => void;
  /** One sign of life. */
  readonly beat: () => void;
  readonly onNote: (message: string) => void;
  /** Milliseconds between two signs of life. */
  readonly beatMs: number;
  /** Milliseconds without any, after which a holder that can't be looked at counts as dead. */
  readonly silenceMs: number;
}

export function createHolding(parts: HoldingParts): Holding {
  const { desk, lock, marks, held, inTurn, putBack, onNote, beatMs, silenceMs } = parts;
  const losers = new Map<number, () => void>();
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;

  function hold(id: number, token: string): void {
    held.set(id, token);
    timer ??= setInterval(parts.beat, beatMs).unref();
  }

  function forget(id: number): void {
    held.delete(id);
    losers.delete(id);
    if (held.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  }

  const take = (id: number, silent?: string): Promise<Taking> =>
    desk.call(() => {
      const taking = inTurn(() => {
        const taken = lock.take(id, silent);
        // It left in order, and could not say so here.
        if (taken.token !== null && taken.before !== null && marks.has(taken.before)) putBack(id);
        return taken;
      });
      if (taking.token === null) return taking;
      hold(id, taking.token);
      if (taking.before !== null) marks.clear(taking.before);
      return taking;
    });

  /** Waits until a holder gives a sign of life, or has given none for long enough. */
  async function outlast(id: number, sign: string, holder: string): Promise<void> {
    let since = performance.now();
    const pause = Math.min(1000, silenceMs / 4);
    onNote(
      `sweep ${id} was last run by ${holder}, which cannot be looked at from here: waiting up to ${Math.ceil(silenceMs / 1000)} s for a sign of life from it`,
    );
    while (!isClosed) {
      await sleep(pause);
      const asked = performance.now();
      const isSilent = asked - since >= silenceMs;
      const now = await take(id, isSilent ? sign : undefined);
      if (now.token !== null) return;
      if (now.sign !== sign) throw heldError(id, now.holder);
      // Some program had the database locked: the holder could give no sign either.
      if (performance.now() - asked > pause) since = performance.now();
    }
    throw new StoreError(`sweep ${id} was not waited for any longer`);
  }

  return {
    async lock(id, onLost) {
      const taking = await take(id);
      if (taking.token === null) await outlast(id, taking.sign, taking.holder);
      if (onLost) losers.set(id, onLost);
      parts.beat();
    },
    async unlock(id) {
      const token = held.get(id);
      if (token === undefined) return;
      try {
        await desk.last(() =>
          inTurn(() => {
            if (marks.has(token)) putBack(id);
            lock.release(id, token);
          }),
        );
        marks.clear(token);
      } finally {
        forget(id);
      }
    },
    async giveBack(id) {
      const token = held.get(id);
      // First, and taken away again: whoever asks for this may not live to see how it ends.
      if (token !== undefined) marks.set(token);
      try {
        await desk.last(() => inTurn(() => putBack(id)));
      } catch (error) {
        // Unless the sweep is another's by now, the mark stays: this could not be written.
        if (!(error instanceof StoreError)) throw error;
        if (token !== undefined) marks.clear(token);
        throw error;
      }
      if (token !== undefined) marks.clear(token);
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
    release() {
      try {
        for (const [id, token] of held) lock.release(id, token);
      } catch {
        // It ends with this process.
      }
    },
  };
}
