import { StoreError } from '../../core/errors.js';
import { formatDuration } from '../../core/words/format-duration.js';
import type { OlderPrograms } from '../older-programs.js';
import type { Access, Store } from '../port.js';
import { watchFile } from './file-watch.js';
import { createHolding } from './lock/holding.js';
import { leftMarks } from './lock/left-mark.js';
import { sweepLock } from './lock/sweep-lock.js';
import { closeDatabase, openDatabase } from './open-database.js';
import { storeError } from './sqlite-error.js';
import { openTables } from './tables/open-tables.js';
import { createDesk } from './turns/desk.js';

export { isOlder } from './open-database.js';

export interface SqliteOptions {
  readonly access?: Access;
  readonly older?: OlderPrograms | undefined;
  readonly onNote?: ((message: string) => void) | undefined;
  /** Milliseconds that calls wait at most where another program has the database locked. */
  readonly patienceMs?: number;
  /** Milliseconds between two signs of life of whoever holds a sweep. */
  readonly beatMs?: number;
  /** Milliseconds without any, after which one that can't be looked at counts as dead. */
  readonly silenceMs?: number;
}

/**
 * Opens the results database, `:memory:` for one that leaves nothing. Commands that only look pass
 * `access: 'read'`: they may do so at any time, also while a sweep writes. Never open it in a thread
 * but to read.
 *
 * `older` is needed where the database may be an older program's: it is then brought up to date,
 * also to be read, and a copy as it was is kept beside it.
 *
 * @throws {StoreError} it cannot be opened, and what to do.
 */
export function openStore(path: string, options: SqliteOptions = {}): Store {
  const { access = 'create', older, onNote = () => undefined } = options;
  const { patienceMs = 10_000, beatMs = 5000, silenceMs = 60_000 } = options;
  const db = openDatabase(path, access, older);
  const told = new Set<string>();
  const methods = openTables(db, path, (message) => {
    if (!told.has(message)) onNote(message);
    told.add(message);
  });
  const held = new Map<number, string>();
  const lock = sweepLock(db, held);
  const marks = leftMarks(path);
  /** Sweeps that this process has held, and not deleted: when each was begun. */
  const ran = new Map<number, string | undefined>();
  const beginOf = (of: typeof db, id: number) =>
    of.prepare<[number], string>('select created_at from sweeps where id = ?').pluck().get(id);
  const file = watchFile(db, path, {
    prepare() {
      db.exec(`pragma busy_timeout = ${LEAVING}`);
      for (const [id, token] of held) {
        methods.giveBack(id);
        lock.release(id, token);
      }
    },
    isOurs(other) {
      return [...ran].every(([id, begun]) => beginOf(other, id) === begun);
    },
  });
  let isLost = false;
  const desk = createDesk({
    patienceMs,
    onWait: () => onNote(waitingNote(path, patienceMs)),
    onWaited: (ms) => onNote(waitedNote(path, ms)),
    onFailure: () => {
      isLost = true;
      holding.lose();
    },
  });

  const fenced = db.transaction((act: () => void) => {
    try {
      lock.check();
    } catch (error) {
      desk.fail(error);
      throw error;
    }
    act();
  });

  function inTurn<Result>(act: () => Result): Result {
    const results: Result[] = [];
    fenced.immediate(() => void results.push(act()));
    return results[0]!;
  }

  function beat(): void {
    try {
      file.check();
      if (desk.isWaiting) return;
      inTurn(lock.beat);
      // What was written since moves from the log into the file itself, so that a lost log costs
      // seconds, not the sweep. Passive: it waits for no reader.
      db.exec('pragma wal_checkpoint(passive)');
    } catch (error) {
      // Anything else the next write meets, too, in a place that can report it.
      if (error instanceof StoreError) desk.fail(error);
    }
  }

  const holding = createHolding({
    ...{ desk, lock, marks, held, inTurn, beat, onNote, beatMs, silenceMs },
    putBack: methods.giveBack,
  });

  function answer<Result>(done: Promise<Result>): Promise<Result> {
    return done.catch((error) => {
      throw storeError(error, path);
    });
  }

  /** The call is made at once, so that calls take effect in their order; only the answer waits. */
  function read<Args extends readonly unknown[], Result>(method: (...args: Args) => Result) {
    return (...args: Args) => answer(desk.call(() => method(...args)));
  }

  function write<Args extends readonly unknown[], Result>(method: (...args: Args) => Result) {
    return (...args: Args) => answer(desk.call(() => inTurn(() => method(...args))));
  }

  function append<Args extends readonly unknown[]>(method: (...args: Args) => void) {
    return (...args: Args) => answer(desk.append(() => inTurn(() => method(...args))));
  }

  return {
    queue: {
      createSweep: (sweep) =>
        answer(
          desk.call(() => {
            const made = inTurn(() => {
              const id = methods.createSweep(sweep);
              return { id, begun: beginOf(db, id), ...lock.take(id) };
            });
            if (made.token !== null) holding.holdNew(made.id, made.token);
            ran.set(made.id, made.begun);
            return made.id;
          }),
        ),
      updateSweep: write(methods.updateSweep),
      deleteSweep: async (id) => {
        await write(() => {
          lock.refuseOthers(id);
          methods.deleteSweep(id);
        })();
        holding.forget(id);
        ran.delete(id);
      },
      async lock(id, onLost) {
        await answer(holding.lock(id, onLost));
        ran.set(id, await answer(desk.call(() => beginOf(db, id))));
      },
      unlock: (id) => answer(holding.unlock(id)),
      add: write(methods.add),
      take: write(methods.take),
      end: write(methods.end),
      giveBack: (id) => answer(holding.giveBack(id)),
      recover: write(methods.recover),
      endPaused: write(methods.endPaused),
      requeue: write(methods.requeue),
      addSnapshot: write(methods.addSnapshot),
      leaveSnapshots: write(methods.leaveSnapshots),
      tidySnapshots: write(methods.tidySnapshots),
      setCheckpointEpoch: write(methods.setCheckpointEpoch),
      setNetwork: write(methods.setNetwork),
      keepListing: write(methods.keepListing),
      setRecipes: write(methods.setRecipes),
    },
    log: {
      report: append(methods.report),
      addEvent: append(methods.addEvent),
      events: read(methods.events),
      addTest: write(methods.addTest),
      changes: read(methods.changes),
    },
    readings: {
      stamp: read(methods.stamp),
      sweep: read(methods.sweep),
      sweeps: read(methods.sweeps),
      trial: read(methods.trial),
      trials: read(methods.trials),
      rights: read(methods.rights),
      curves: read(methods.curves),
      standings: read(methods.standings),
      attempts: read(methods.attempts),
      allAttempts: read(methods.allAttempts),
      tests: read(methods.tests),
      tested: read(methods.tested),
      idRange: read(methods.idRange),
      checkpointEpoch: read(methods.checkpointEpoch),
      withCheckpoint: read(methods.withCheckpoint),
      digests: read(methods.digests),
      madeOf: read(methods.madeOf),
      allMadeOf: read(methods.allMadeOf),
      listing: read(methods.listing),
      deaths: read(methods.deaths),
      snapshots: read(methods.snapshots),
      ranOn: read(methods.ranOn),
      firstFailure: read(methods.firstFailure),
      trained: read(methods.trained),
      leaderboard: read(methods.leaderboard),
    },
    async close() {
      holding.close();
      await desk.settled();
      try {
        if (access !== 'read' && !isLost) {
          if (ran.size > 0) file.checkWhole();
          else file.check();
        }
        if (!isLost) holding.release();
      } finally {
        closeDatabase(db, access);
      }
    },
  };
}

/** Milliseconds that SQLite may wait where a run is over anyway. */
const LEAVING = 500;

function waitingNote(path: string, patienceMs: number): string {
  return `database ${path}: another program has it locked. What runs goes on, and what it tells is kept until it can be written; if that takes longer than ${formatDuration(patienceMs)}, it stops`;
}

function waitedNote(path: string, ms: number): string {
  return `database ${path}: it can be written again after ${Math.round(ms / 1000)} s; all that was kept is in it`;
}
