import type { Access, Store } from '../port.js';
import { createHolding } from './lock/holding.js';
import { sweepLock } from './lock/sweep-lock.js';
import { placeName } from './place-name.js';
import { storeError } from './postgres-error.js';
import { prepare } from './prepare.js';
import { readingsOf } from './readings/readings.js';
import { connectTo, type Sql } from './sql.js';
import { notHeld, waitedNote, waitingNote } from './store-words.js';
import { createDesk, type Desk } from './turns/desk.js';
import type { Act } from './turns/turn.js';
import { createTurns } from './turns/turns.js';
import { writingOf } from './writing.js';

export interface PostgresOptions {
  readonly access?: Access;
  readonly onNote?: ((message: string) => void) | undefined;
  /** Milliseconds that calls wait at most for a server that is away. */
  readonly patienceMs?: number | undefined;
  /** Milliseconds between two signs of life of whoever holds a sweep. */
  readonly beatMs?: number;
  /** Milliseconds without any, after which one counts as dead. */
  readonly silenceMs?: number;
}

/** A store beside which other tables lie. */
export interface PostgresStore extends Store {
  /**
   * One transaction, in its turn among the store's calls, of which nothing stays unless this store still
   * holds the sweep. It may be tried more than once, and takes effect once.
   *
   * @throws {StoreError} it does not.
   */
  fenced<Result>(sweepId: number, act: (sql: Sql) => Promise<Result>): Promise<Result>;
}

/**
 * Opens the results database that a URL names. What fails in a way that passes (a server that starts
 * anew, transactions that got in each other's way) is tried again, in the order of the calls, and
 * takes effect once.
 *
 * @throws {StoreError} it cannot be opened, and what to do.
 */
export async function openStore(
  place: string,
  options: PostgresOptions = {},
): Promise<PostgresStore> {
  const { access = 'create', onNote = () => undefined } = options;
  const { patienceMs = 10_000, beatMs = 5000, silenceMs = 30_000 } = options;
  const name = placeName(place);
  const connections = connectTo(place, { size: 4, readOnly: access === 'read' });
  const told = new Set<string>();
  const onDamage = (message: string) => {
    if (!told.has(message)) onNote(message);
    told.add(message);
  };
  let isLost = false;
  const desk: Desk = createDesk({
    together: (some) => turns.together(some),
    patienceMs,
    onWait: () => onNote(waitingNote(name, patienceMs)),
    onWaited: (ms) => onNote(waitedNote(name, ms)),
    onFailure: () => {
      isLost = true;
      holding.lose();
    },
  });
  const held = new Map<number, string>();
  const lock = sweepLock(held, silenceMs);
  const turns = createTurns({ connections, lock, onLost: desk.fail });
  const { turn } = turns;

  /** A transaction of its own. */
  function apart<Result>(act: (sql: Sql) => Promise<Result>): Act<Result> {
    const its = turn(act);
    const done = turns.together([its]);
    return async () => {
      await done();
      return its.made!.result;
    };
  }

  const holding = createHolding({
    ...{ desk, lock, held, turn: apart, onNote, beatMs, silenceMs },
    sql: connections,
  });

  function answer<Result>(done: Promise<Result>): Promise<Result> {
    return done.catch((error) => {
      throw storeError(error, name);
    });
  }

  type Writing = ReturnType<typeof writingOf>;
  type Reading = ReturnType<typeof readingsOf>;
  type Method<Args extends readonly unknown[], Result> = (...args: Args) => Promise<Result>;

  function write<Args extends readonly unknown[], Result>(
    pick: (writing: Writing) => Method<Args, Result>,
  ): Method<Args, Result> {
    return (...args) => answer(desk.write(turn((sql) => pick(writingOf(sql, onDamage))(...args))));
  }

  function append<Args extends readonly unknown[]>(
    pick: (writing: Writing) => Method<Args, void>,
  ): Method<Args, void> {
    return (...args) => answer(desk.append(turn((sql) => pick(writingOf(sql, onDamage))(...args))));
  }

  /** What takes one statement. */
  function read<Args extends readonly unknown[], Result>(
    pick: (reading: Reading & Writing) => Method<Args, Result>,
  ): Method<Args, Result> {
    const on = (sql: Sql) => ({ ...writingOf(sql, onDamage), ...readingsOf(sql, onDamage) });
    return (...args) => answer(desk.read(() => pick(on(connections))(...args)));
  }

  /** What takes several. */
  function readWhole<Args extends readonly unknown[], Result>(
    pick: (reading: Reading) => Method<Args, Result>,
  ): Method<Args, Result> {
    return (...args) =>
      answer(
        desk.read(() => connections.inSnapshot((sql) => pick(readingsOf(sql, onDamage))(...args))),
      );
  }

  try {
    await answer(desk.read(() => prepare(connections, place, name, access)));
  } catch (error) {
    await connections.close();
    throw error;
  }

  return {
    queue: {
      createSweep(sweep) {
        const made = apart(async (sql) => {
          const id = await writingOf(sql, onDamage).createSweep(sweep);
          return { id, ...(await lock.take(sql, id)) };
        });
        return answer(
          desk.call(async () => {
            const { id, token } = await made();
            if (token !== null) holding.holdNew(id, token);
            return id;
          }),
        );
      },
      updateSweep: write((on) => on.updateSweep),
      deleteSweep(id) {
        const gone = apart(async (sql) => {
          await lock.refuseOthers(sql, id);
          await writingOf(sql, onDamage).deleteSweep(id);
        });
        return answer(
          desk.call(async () => {
            await gone();
            holding.forget(id);
          }),
        );
      },
      lock: (id, onLost) => answer(holding.lock(id, onLost)),
      unlock: (id) => answer(holding.unlock(id)),
      add: write((on) => on.add),
      take: write((on) => on.take),
      end: write((on) => on.end),
      endPaused: write((on) => on.endPaused),
      requeue: write((on) => on.requeue),
      giveBack: (id) => answer(desk.last(apart((sql) => writingOf(sql, onDamage).giveBack(id)))),
      recover: write((on) => on.recover),
      addSnapshot: write((on) => on.addSnapshot),
      leaveSnapshots: write((on) => on.leaveSnapshots),
      tidySnapshots: write((on) => on.tidySnapshots),
      setCheckpointEpoch: write((on) => on.setCheckpointEpoch),
      setNetwork: write((on) => on.setNetwork),
      keepListing: write((on) => on.keepListing),
      setRecipes: write((on) => on.setRecipes),
    },
    log: {
      report: append((on) => on.report),
      addEvent: append((on) => on.addEvent),
      events: read((on) => on.events),
      addTest: write((on) => on.addTest),
      changes: read((on) => on.changes),
    },
    readings: {
      stamp: read((on) => on.stamp),
      sweep: readWhole((on) => on.sweep),
      sweeps: readWhole((on) => on.sweeps),
      trial: readWhole((on) => on.trial),
      trials: readWhole((on) => on.trials),
      rights: read((on) => on.rights),
      curves: read((on) => on.curves),
      standings: read((on) => on.standings),
      attempts: read((on) => on.attempts),
      allAttempts: read((on) => on.allAttempts),
      tests: read((on) => on.tests),
      tested: read((on) => on.tested),
      idRange: read((on) => on.idRange),
      checkpointEpoch: read((on) => on.checkpointEpoch),
      digests: read((on) => on.digests),
      madeOf: read((on) => on.madeOf),
      allMadeOf: read((on) => on.allMadeOf),
      listing: read((on) => on.listing),
      withCheckpoint: read((on) => on.withCheckpoint),
      deaths: read((on) => on.deaths),
      snapshots: read((on) => on.snapshots),
      ranOn: read((on) => on.ranOn),
      firstFailure: read((on) => on.firstFailure),
      trained: read((on) => on.trained),
      leaderboard: readWhole((on) => on.leaderboard),
    },
    fenced(sweepId, act) {
      const done = turn((sql) => {
        if (!held.has(sweepId)) throw notHeld(sweepId);
        return act(sql);
      });
      return answer(desk.write(done));
    },
    async close() {
      holding.close();
      await desk.settled();
      try {
        if (!isLost) for (const id of [...held.keys()]) await holding.unlock(id);
        await turns.close();
      } catch {
        // What is held goes by silence.
      } finally {
        await connections.close();
      }
    },
  };
}
