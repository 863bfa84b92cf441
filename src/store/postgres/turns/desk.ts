import { setTimeout as sleep } from 'node:timers/promises';
import { isPassing } from '../postgres-error.js';
import type { Act, Turn } from './turn.js';

/**
 * Does a store's calls in their order, and asks again where the server is away. Reading waits for what
 * was called before it, and keeps nothing waiting.
 */
export interface Desk {
  call<Result>(act: Act<Result>): Promise<Result>;
  /**
   * As `call`, of one turn; those that wait side by side become one transaction. With a thousand agents
   * a commit each kept the store idle for two thirds of the time.
   */
  write<Result>(turn: Turn<Result>): Promise<Result>;
  read<Result>(act: Act<Result>): Promise<Result>;
  /**
   * As `write`, but while the server is away it resolves as soon as it is taken in: what keeps it from
   * being done fails all later calls. Where very many wait already, it waits with them.
   */
  append(turn: Turn<void>): Promise<void>;
  /** As `call`, and done even after a failure: what must be put in order before the end. */
  last<Result>(act: Act<Result>): Promise<Result>;
  /** Every later call fails with this; the first one counts. */
  fail(error: unknown): void;
  /** Resolves once no call waits. */
  settled(): Promise<void>;
}

export interface DeskParts {
  /** Turns that follow one another, as one act. */
  readonly together: (turns: readonly Turn<unknown>[]) => Act<void>;
  /** Milliseconds that calls wait at most for a server that is away. */
  readonly patienceMs: number;
  /** Told once a wait is long enough to be told of, and when it is over (after so many ms). */
  readonly onWait: () => void;
  readonly onWaited: (ms: number) => void;
  /** Told of the failure that fails all later calls. */
  readonly onFailure: (error: unknown) => void;
}

interface Waiting {
  /** Null: only waits for those before it. */
  readonly act: Act<void> | null;
  /** What it does, where others may be done with it. */
  readonly turn?: Turn<unknown>;
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  /** Of what was appended: counts as done. */
  readonly accept?: () => void;
}

/** So that whoever else wants the rows that they change waits for a moment only. */
const MOST_TOGETHER = 16;
/** Appended calls that may wait: tens of MB of reports. */
const MOST_APPENDED = 2000;
/** Milliseconds; a wait this short is not worth a word. */
const WORTH_TELLING = 2000;
/** Milliseconds between two tries. */
const PAUSES = { first: 5, longest: 500 };

export function createDesk(parts: DeskParts): Desk {
  const waiting: Waiting[] = [];
  let isWorking = false;
  let failure: { readonly error: unknown } | undefined;
  /** Since when nothing could be done; undefined: the latest try succeeded. */
  let away: { readonly since: number; told: boolean } | undefined;

  function fail(error: unknown): void {
    if (failure) return;
    failure = { error };
    parts.onFailure(error);
  }

  /** @throws what is not over in a moment, or was not in all the time there was. */
  async function insist<Result>(act: Act<Result>): Promise<Result> {
    for (let pause = PAUSES.first; ; pause = Math.min(2 * pause, PAUSES.longest)) {
      try {
        const result = await act();
        arrive();
        return result;
      } catch (error) {
        if (!isPassing(error)) {
          arrive();
          throw error;
        }
        if (leave() >= parts.patienceMs) throw error;
      }
      await sleep(pause);
    }
  }

  /** Milliseconds for which nothing could be done. */
  function leave(): number {
    if (!away) {
      away = { since: performance.now(), told: false };
      for (const { accept } of waiting) accept?.();
    }
    const ms = performance.now() - away.since;
    if (!away.told && ms >= WORTH_TELLING) {
      away.told = true;
      parts.onWait();
    }
    return ms;
  }

  function arrive(): void {
    if (away?.told) parts.onWaited(performance.now() - away.since);
    away = undefined;
  }

  /** Those at the front that can be done at once; what only waits comes with them. */
  function atOnce(): readonly Waiting[] {
    if (failure) return [];
    const end = waiting.findIndex(({ act, turn }) => act !== null && turn === undefined);
    const turns = waiting.slice(0, end < 0 ? MOST_TOGETHER : Math.min(end, MOST_TOGETHER));
    return turns.filter(({ turn }) => turn).length > 1 ? turns : [];
  }

  /** Whether they are done; where one of them fails, none is. */
  async function doAtOnce(some: readonly Waiting[]): Promise<boolean> {
    try {
      await insist(parts.together(some.flatMap(({ turn }) => turn ?? [])));
    } catch (error) {
      if (!isPassing(error)) return false;
      for (const { reject } of waiting.splice(0)) reject(error);
      return true;
    }
    waiting.splice(0, some.length);
    for (const { resolve } of some) resolve();
    return true;
  }

  async function doNext(): Promise<void> {
    const { act, resolve } = waiting[0]!;
    try {
      if (act) await insist(act);
      waiting.shift();
      resolve();
    } catch (error) {
      // Where the server stayed away nothing that waits is asked once more.
      const lost = isPassing(error) ? waiting.splice(0) : waiting.splice(0, 1);
      for (const { reject } of lost) reject(error);
    }
  }

  async function work(): Promise<void> {
    isWorking = true;
    while (waiting.length > 0) {
      const some = atOnce();
      if (some.length > 0 && (await doAtOnce(some))) continue;
      // Each by itself, so that one that fails is no other's loss.
      for (let left = Math.max(1, some.length); left > 0 && waiting.length > 0; left -= 1) {
        await doNext();
      }
    }
    isWorking = false;
  }

  function enter(entry: Waiting): void {
    waiting.push(entry);
    if (!isWorking) void work();
  }

  /** In its turn; after a failure only what is `last`. */
  async function call<Result>(act: Act<Result>, isLast: boolean): Promise<Result> {
    const results: Result[] = [];
    await new Promise<void>((resolve, reject) => {
      enter({
        async act() {
          if (failure && !isLast) throw failure.error;
          results.push(await act());
        },
        ...{ resolve, reject },
      });
    });
    return results[0]!;
  }

  function alone(turn: Turn<unknown>): Act<void> {
    const done = parts.together([turn]);
    return async () => {
      if (failure) throw failure.error;
      await done();
    };
  }

  /** Until all that was called before has been done, or given up. */
  async function afterOthers(): Promise<void> {
    if (waiting.length === 0) return;
    await new Promise<void>((resolve) => enter({ act: null, resolve, reject: () => resolve() }));
  }

  return {
    call: (act) => call(act, false),
    last: (act) => call(act, true),
    async write(turn) {
      await new Promise<void>((resolve, reject) => {
        enter({ act: alone(turn), turn, resolve, reject });
      });
      return turn.made!.result;
    },
    async read(act) {
      await afterOthers();
      if (failure) throw failure.error;
      return insist(act);
    },
    append: (turn) =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure.error);
        let isAccepted = false;
        const accept = () => {
          isAccepted = true;
          resolve();
        };
        const refuse = (error: unknown) => (isAccepted ? fail(error) : reject(error));
        const mayBeAccepted = waiting.length < MOST_APPENDED;
        enter({
          ...{ act: alone(turn), turn, resolve, reject: refuse },
          ...(mayBeAccepted ? { accept } : {}),
        });
        if (away && mayBeAccepted) accept();
      }),
    fail,
    settled: afterOthers,
  };
}
