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
    ...eventTable(db),
    ...testTable(db),
    ...leaderboard(db),
  };

  /** The call is made at once, so that calls take effect in their order; only the answer waits. */
  function later<Name extends keyof Methods>(name: Name) {
    const method = methods[name] as (...args: unknown[]) => unknown;
    return (...args: unknown[]) =>
      new Promise((resolve, reject) => {
        try {
          resolve(method(...args));
        } catch (error) {
          reject(storeError(error, path));
        }
      });
  }

  const port = <Port>(...names: readonly (keyof Port & keyof Methods)[]) =>
    Object.fromEntries(names.map((name) => [name, later(name)])) as Port;

  return {
    queue: port(
      ...(['createSweep', 'updateSweep', 'deleteSweep', 'lock', 'unlock', 'add', 'take'] as const),
      ...(['end', 'giveBack', 'recover', 'setCheckpointEpoch', 'setRecipes'] as const),
    ),
    log: port('report', 'addEvent', 'events', 'addTest'),
    readings: port(
      ...(['sweep', 'sweeps', 'trial', 'trials', 'attempts', 'tests', 'idRange'] as const),
      ...(['checkpointEpoch', 'withCheckpoint', 'crashed', 'firstFailure'] as const),
      ...(['trained', 'leaderboard'] as const),
    ),
    close: async () => void db.close(),
  };
}
