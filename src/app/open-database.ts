import { existsSync } from 'node:fs';
import { UsageError } from '../core/errors.js';
import { specialFile } from '../machine/special-file.js';
import type { Database } from '../results/database.js';
import { HOW_TO_START } from '../results/find-sweep.js';
import { openStore } from '../store/index.js';
import type { Access } from '../store/port.js';
import type { Observer } from './observer.js';

/**
 * Opens the database at an absolute path, also one that an older program made, lets `work` use it,
 * and closes it.
 *
 * @throws {UsageError} there is none yet, and it is not to be made.
 * @throws {StoreError}
 */
export async function withDatabase<Result>(
  file: string,
  access: Access,
  observer: Pick<Observer, 'onNote'>,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  refuseSpecial(file);
  if (access !== 'create' && !existsSync(file)) {
    throw new UsageError(
      `No results yet: there is no database at ${file}. ${HOW_TO_START} --db names another place.`,
    );
  }
  const store = await openStore(file, {
    access,
    readOlder: async () => (await import('../config/legacy/read-older-sweep.js')).readOlderSweep,
    onUpgrade: ({ backup }) => observer.onNote?.({ kind: 'upgraded', file, backup }),
  });
  try {
    return await work({ store, file });
  } finally {
    await store.close();
  }
}

/**
 * Refuses what SQLite would wait for without end, deaf to Ctrl-C.
 * @throws {UsageError}
 */
export function refuseSpecial(file: string): void {
  const special = specialFile(file);
  if (special === null) return;
  throw new UsageError(`${file} is ${special}; --db expects the path of a file.`);
}
