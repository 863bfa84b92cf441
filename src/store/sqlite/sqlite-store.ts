import type { Store } from '../port.js';
import { type Access, openDatabase } from './open-database.js';
import { recovery } from './recover-sweep.js';
import { storeError } from './sqlite-error.js';
import { sweepLock } from './sweep-lock.js';
import { attemptTable } from './tables/attempt-table.js';
import { eventTable } from './tables/event-table.js';
import { leaderboard } from './tables/leaderboard.js';
import { sweepTable } from './tables/sweep-table.js';
import { testTable } from './tables/test-table.js';
import { trialTable } from './tables/trial-table.js';

/**
 * Opens the results database, `:memory:` for one that leaves nothing. Commands that only look pass
 * `access: 'read'`: they may do so at any time, also while a sweep writes.
 *
 * Every method throws a `StoreError` when the database fails. Never open it in a worker thread.
 *
 * @throws {StoreError} it cannot be opened, and what to do.
 */
export function openStore(path: string, options: { readonly access?: Access } = {}): Store {
  const db = openDatabase(path, options.access ?? 'create');
  return withStoreErrors(path, {
    ...sweepTable(db),
    ...sweepLock(db),
    ...recovery(db),
    ...trialTable(db),
    ...attemptTable(db),
    ...eventTable(db),
    ...testTable(db),
    ...leaderboard(db),
    close: () => void db.close(),
  });
}

function withStoreErrors(path: string, store: Store): Store {
  const guarded = Object.entries(store).map(
    ([name, method]: [string, (...a: never[]) => unknown]) => [
      name,
      (...args: never[]) => {
        try {
          return method(...args);
        } catch (error) {
          throw storeError(error, path);
        }
      },
    ],
  );
  return Object.fromEntries(guarded) as Store;
}
