import { codeOf } from '../../../core/errors.js';

/** Does a store's calls one by one in their order, and waits where the database is locked. */
export interface Desk {
  /** Done at once unless others wait; then when its turn comes. */
  call<Result>(act: () => Result): Promise<Result>;
  /**
   * The same, but resolves as soon as it is taken in: what keeps it from being done fails all later
   * calls. Where very many wait already, it waits with them.
   */
  append(act: () => void): Promise<void>;
  /** As `call`, and done even after a failure: what must be put in order before the end. */
  last<Result>(act: () => Result): Promise<Result>;
  /** Every later call fails with this; the first one counts. */
  fail(error: unknown): void;
  /** Whether calls wait for the database. */
  readonly isWaiting: boolean;
  /** Resolves once none do. */
  settled(): Promise<void>;
}

export interface DeskParts {
  /** Milliseconds that calls wait at most for a database that another program has locked. */
  readonly patienceMs: number;
  /** Told once a wait is long enough to be told of, and when it is over (after so many ms). */
  readonly onWait: () => void;
  readonly onWaited: (ms: number) => void;
  /** Told of the failure that fails all later calls. */
  readonly onFailure: (error: unknown) => void;
}

interface Waiting {
  readonly act: () => void;
  readonly reject: (error: unknown) => void;
}

/** Appended calls that may wait: tens of MB of reports. */
const MOST_APPENDED = 2000;
/** Milliseconds; a wait this short is not worth a word. */
const WORTH_TELLING = 2000;
/** Milliseconds between two tries. */
const PAUSES = { first: 5, longest: 250 };

export function createDesk(parts: DeskParts): Desk {
  const waiting: Waiting[] = [];
  const settling: (() => void)[] = [];
  let failure: { readonly error: unknown } | undefined;
  /** Set from a wait that was in vain until the next call that is done. */
  let patienceIsOver = false;

  function fail(error: unknown): void {
    if (failure) return;
    failure = { error };
    parts.onFailure(error);
  }

  /** False: the database is locked. */
  function isDone({ act, reject }: Waiting): boolean {
    try {
      act();
      patienceIsOver = false;
    } catch (error) {
      if (isBusy(error) && !patienceIsOver) return false;
      reject(error);
    }
    return true;
  }

  function enter(entry: Waiting): void {
    if (waiting.length === 0 && isDone(entry)) return;
    waiting.push(entry);
    if (waiting.length === 1) wait(performance.now(), PAUSES.first, false);
  }

  function wait(since: number, pause: number, told: boolean): void {
    setTimeout(() => {
      while (waiting.length > 0 && isDone(waiting[0]!)) waiting.shift();
      const waited = performance.now() - since;
      if (waiting.length > 0 && waited < parts.patienceMs) {
        const tell = !told && waited >= WORTH_TELLING;
        if (tell) parts.onWait();
        wait(since, Math.min(2 * pause, PAUSES.longest), told || tell);
        return;
      }
      if (waiting.length === 0 && told) parts.onWaited(waited);
      // Whatever waits still is tried once more, and told what came of it.
      patienceIsOver = waiting.length > 0;
      for (const entry of waiting.splice(0)) isDone(entry);
      for (const resolve of settling.splice(0)) resolve();
    }, pause);
  }

  function call<Result>(act: () => Result, isLast: boolean): Promise<Result> {
    return new Promise((resolve, reject) => {
      enter({
        act() {
          if (failure && !isLast) reject(failure.error);
          else resolve(act());
        },
        reject,
      });
    });
  }

  return {
    call: (act) => call(act, false),
    last: (act) => call(act, true),
    append(act) {
      const done = call(act, false);
      if (waiting.length === 0 || waiting.length > MOST_APPENDED) return done;
      done.catch(fail);
      return Promise.resolve();
    },
    fail,
    get isWaiting() {
      return waiting.length > 0;
    },
    settled: () =>
      waiting.length === 0 ? Promise.resolve() : new Promise((resolve) => settling.push(resolve)),
  };
}

/** Whether SQLite says that another program has the database locked. */
export function isBusy(error: unknown): boolean {
  return /^SQLITE_(BUSY|LOCKED)/.test(codeOf(error) ?? '');
}
