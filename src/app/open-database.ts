import { existsSync } from 'node:fs';
import { UsageError } from '../core/errors.js';
import type { Database } from '../results/database.js';
import { HOW_TO_START } from '../results/find-sweep.js';
import { openStore } from '../store/sqlite/sqlite-store.js';

/**
 * `read`: only looks. `write`: adds to what is there, or removes from it. `create`: makes the
 * database if it is missing.
 */
export type Access = 'read' | 'write' | 'create';

/**
 * Opens the database at an absolute path, lets `work` use it, and closes it.
 *
 * @throws {UsageError} there is none yet, and it is not to be made.
 * @throws {StoreError}
 */
export async function withDatabase<Result>(
  file: string,
  access: Access,
  work: (database: Database) => Promise<Result>,
): Promise<Result> {
  if (access !== 'create' && !existsSync(file)) {
    throw new UsageError(
      `No results yet: there is no database at ${file}. ${HOW_TO_START} --db names another place.`,
    );
  }
  const store = openStore(file, { access });
  try {
    return await work({ store, file });
  } finally {
    await store.close();
  }
}
