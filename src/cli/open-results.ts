import { existsSync } from 'node:fs';
import { resolve } from 'node:path';
import { UsageError } from '../core/errors.js';
import { HOW_TO_START } from '../results/find-sweep.js';
import type { Store } from '../store/port.js';
import { openStore } from '../store/sqlite/sqlite-store.js';
import type { CliContext } from './context.js';

/** Absolute path of the database that `--db` names. */
export function databasePath({ cwd }: Pick<CliContext, 'cwd'>, db: string): string {
  return resolve(cwd, db);
}

/**
 * Lets `read` work with the results that are there, and closes the database after it. `access`:
 * `write` only where something is added or removed.
 * @throws {UsageError} there is no database yet.
 */
export async function readResults<Result>(
  context: Pick<CliContext, 'cwd'>,
  db: string,
  read: (store: Store, file: string) => Result | Promise<Result>,
  access: 'read' | 'write' = 'read',
): Promise<Result> {
  const file = databasePath(context, db);
  if (!existsSync(file)) {
    throw new UsageError(
      `No results yet: there is no database at ${file}. ${HOW_TO_START} --db names another place.`,
    );
  }
  const store = openStore(file, { access });
  try {
    return await read(store, file);
  } finally {
    await store.close();
  }
}
