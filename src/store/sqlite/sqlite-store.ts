import type { OlderPrograms } from '../older-programs.js';
import type { Access, Store } from '../port.js';
import type { Methods } from './methods.js';
import { openDatabase } from './open-database.js';
import { recovery } from './recover-sweep.js';
import { storeError } from './sqlite-error.js';
import { sweepLock } from './sweep-lock.js';
import { attemptTable } from './tables/attempt-table.js';
import { checkpointColumns } from './tables/checkpoint-columns.js';
import { eventTable } from './tables/event-table.js';
import { fingerprintTable } from './tables/fingerprint-table.js';
import { leaderboard } from './tables/leaderboard.js';
import { reportTable } from './tables/report-table.js';
import { sweepTable } from './tables/sweep-table.js';
import { testTable } from './tables/test-table.js';
import { trialTable } from './tables/trial-table.js';

export { isOlder } from './open-database.js';

/**
 * Opens the results database, `:memory:` for one that leaves nothing. Commands that only look pass
 * `access: 'read'`: they may do so at any time, also while a sweep writes. Never open it in a worker
 * thread.
 *
 * `older` is needed where the database may be an older program's: it is then brought up to date,
 * also to be read, and a copy as it was is kept beside it.
 *
 * @throws {StoreError} it cannot be opened, and what to do.
 */
export function openStore(
  path: string,
  { access = 'create', older }: { readonly access?: Access; readonly older?: OlderPrograms } = {},
): Store {
  const db = openDatabase(path, access, older);
  const methods: Methods = {
    ...sweepTable(db),
    ...sweepLock(db),
    ...recovery(db),
    ...trialTable(db),
    ...attemptTable(db),
    ...reportTable(db),
    ...checkpointColumns(db),
    ...fingerprintTable(db),
    ...eventTable(db),
    ...testTable(db),
    ...leaderboard(db),
  };

  /** The call is made at once, so that calls take effect in their order; only the answer waits. */
  function later<Args extends readonly unknown[], Result>(method: (...args: Args) => Result) {
    return (...args: Args) =>
      new Promise<Result>((resolve, reject) => {
        try {
          resolve(method(...args));
        } catch (error) {
          reject(storeError(error, path));
        }
      });
  }

  return {
    queue: {
      createSweep: later(methods.createSweep),
      updateSweep: later(methods.updateSweep),
      deleteSweep: later(methods.deleteSweep),
      lock: later(methods.lock),
      unlock: later(methods.unlock),
      add: later(methods.add),
      take: later(methods.take),
      end: later(methods.end),
      giveBack: later(methods.giveBack),
      recover: later(methods.recover),
      setCheckpointEpoch: later(methods.setCheckpointEpoch),
      setNetwork: later(methods.setNetwork),
      keepListing: later(methods.keepListing),
      setRecipes: later(methods.setRecipes),
    },
    log: {
      report: later(methods.report),
      addEvent: later(methods.addEvent),
      events: later(methods.events),
      addTest: later(methods.addTest),
    },
    readings: {
      sweep: later(methods.sweep),
      sweeps: later(methods.sweeps),
      trial: later(methods.trial),
      trials: later(methods.trials),
      attempts: later(methods.attempts),
      tests: later(methods.tests),
      idRange: later(methods.idRange),
      checkpointEpoch: later(methods.checkpointEpoch),
      withCheckpoint: later(methods.withCheckpoint),
      digests: later(methods.digests),
      madeOf: later(methods.madeOf),
      allMadeOf: later(methods.allMadeOf),
      listing: later(methods.listing),
      crashed: later(methods.crashed),
      firstFailure: later(methods.firstFailure),
      trained: later(methods.trained),
      leaderboard: later(methods.leaderboard),
    },
    close: async () => void db.close(),
  };
}
