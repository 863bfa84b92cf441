import { existsSync } from 'node:fs';
import { relative, resolve } from 'node:path';
import { openResultsStore } from '../app/open-results-store.js';
import { UsageError } from '../core/errors.js';
import { HOW_TO_START } from '../results/find-sweep.js';
import type { Store } from '../store/port.js';
import type { Access } from '../store/sqlite/open-database.js';
import type { CliContext } from './context.js';

/** Absolute path of the database that `--db` names. */
export function databasePath({ cwd }: Pick<CliContext, 'cwd'>, db: string): string {
  return resolve(cwd, db);
}

/** Opens it, and tells if it was an older program's and is no longer. */
export function openForUser(
  { cwd, err }: Pick<CliContext, 'cwd' | 'err'>,
  file: string,
  access: Access,
): Store {
  const near = (path: string) => {
    const below = relative(cwd, path);
    return below.startsWith('..') ? path : below;
  };
  return openResultsStore(file, access, ({ backup }) =>
    err.write(
      `Note: ${near(file)} was made by an older Thaw; it was brought up to date, and a copy as it was is kept at ${near(backup)}.\n`,
    ),
  );
}

/**
 * Lets `read` work with the results that are there, and closes the database after it. `access`:
 * `write` only where something is added or removed.
 * @throws {UsageError} there is no database yet.
 */
export async function readResults<Result>(
  context: Pick<CliContext, 'cwd' | 'err'>,
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
  const store = openForUser(context, file, access);
  try {
    return await read(store, file);
  } finally {
    await store.close();
  }
}
