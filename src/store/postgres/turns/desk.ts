import { setTimeout as sleep } from 'node:timers/promises';
import { isPassing } from '../postgres-error.js';

/**
 * Does a store's calls one by one in their order, and asks again where the server is away. Reading
 * waits for what was called before it, and keeps nothing waiting.
 */
export interface Desk {
  call<Result>(act: Act<Result>): Promise<Result>;
  read<Result>(act: Act<Result>): Promise<Result>;
  /**
   * As `call`, but while the server is away it resolves as soon as it is taken in: what keeps it from
   * being done fails all later calls. Where very many wait already, it waits with them.
   */
  append(act: Act<void>): Promise<void>;
  /** As `call`, and done even after a failure: what must be put in order before the end. */
  last<Result>(act: Act<Result>): Promise<Result>;
  /** Every later call fails with this; the first one counts. */
  fail(error: unknown): void;
  /** Resolves once no call waits. */
  settled(): Promise<void>;
}

/** Asked again, it must do no more than asked once. */
export type Act<Result> = () => Promise<Result>;

export interface DeskParts {
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
  readonly resolve: () => void;
  readonly reject: (error: unknown) => void;
  /** Of what was appended: counts as done. */
  readonly accept?: () => void;
}

/** Appended calls that may wait: tens of MB of reports. */
const MOST_APPENDED = 2000;
/** Milliseconds; a wait this short is not worth a word. */
const WORTH_TELLING = 2000;
/** Milliseconds between two tries. */
const PAUSES = { first: 5, longest: 500 };

export function createDesk(parts: DeskParts): Desk {
  const waiting: Waiting[] = [];
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

  async function work(): Promise<void> {
    while (waiting.length > 0) {
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
  }

  function enter(entry: Waiting): void {
    waiting.push(entry);
    if (waiting.length === 1) void work();
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

  /** Until all that was called before has been done, or given up. */
  async function afterOthers(): Promise<void> {
    if (waiting.length === 0) return;
    await new Promise<void>((resolve) => enter({ act: null, resolve, reject: () => resolve() }));
  }

  return {
    call: (act) => call(act, false),
    last: (act) => call(act, true),
    async read(act) {
      await afterOthers();
      if (failure) throw failure.error;
      return insist(act);
    },
    append: (act) =>
      new Promise((resolve, reject) => {
        if (failure) return reject(failure.error);
        let isAccepted = false;
        const accept = () => {
          isAccepted = true;
          resolve();
        };
        const refuse = (error: unknown) => (isAccepted ? fail(error) : reject(error));
        enter({
          async act() {
            if (failure) throw failure.error;
            await act();
          },
          resolve,
          reject: refuse,
          ...(waiting.length < MOST_APPENDED ? { accept } : {}),
        });
        if (away && waiting.length < MOST_APPENDED) accept();
      }),
    fail,
    settled: afterOthers,
  };
}
