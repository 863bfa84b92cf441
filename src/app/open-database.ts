import { existsSync } from 'node:fs';
import { durationSchema } from '../config/file/duration.js';
import { UsageError } from '../core/errors.js';
import { isUrl, type Place, placeOfFile } from '../core/places/place.js';
import { kindAt } from '../machine/files/file-kind.js';
import type { Database } from '../results/database.js';
import { HOW_TO_START } from '../results/find-sweep.js';
import { filesBeside } from '../results/trial-files.js';
import type { UpgradeOptions } from '../store/copying/table-rows.js';
import { isFile, openStore } from '../store/index.js';
import { linkedTo } from '../store/linked-to.js';
import type { Access } from '../store/port.js';
import { fetchedFiles } from './fleet/fetched-files.js';
import type { Observer } from './observer.js';
import type { World } from './world.js';

export interface Patience {
  /** How long it is waited for where another program has it locked, as a person writes it. */
  readonly timeout?: string | undefined;
}

/**
 * Opens the results at a place, also those that an older program made, lets `work` use them, and
 * closes them.
 *
 * @throws {UsageError} there are none yet, and none are to be made; or the timeout is none.
 * @throws {StoreError}
 */
export async function withDatabase<Result>(
  world: Pick<World, 'env'>,
  place: Place,
  access: Access,
  observer: Pick<Observer, 'onNote'>,
  work: (database: Database) => Promise<Result>,
  { timeout }: Patience = {},
): Promise<Result> {
  const settled = settledPlace(place);
  const patienceMs = timeout === undefined ? undefined : readTimeout(timeout);
  if (access !== 'create' && !isThere(settled)) {
    throw new UsageError(
      `No results yet: there is no database at ${settled.name}. ${HOW_TO_START} --db names another place.`,
    );
  }
  const database = await openDatabase(world, settled, access, observer, patienceMs);
  try {
    return await work(database);
  } finally {
    await database.store.close();
  }
}

/** Opens them, also those that an older program made, for the caller to close. @throws {StoreError} */
export async function openDatabase(
  { env }: Pick<World, 'env'>,
  place: Place,
  access: Access,
  observer: Pick<Observer, 'onNote'>,
  patienceMs?: number,
): Promise<Database> {
  const { at, name, file, token } = place;
  const store = await openStore(at, {
    access,
    token,
    ...upgradesOf(file, observer),
    onNote: (message) => observer.onNote?.({ kind: 'message', message }),
    patienceMs,
  });
  const isShared = isUrl(at);
  const files = isShared ? fetchedFiles(place, env) : filesBeside(file);
  return { store, name, file, files, isShared };
}

/** For a database at `file` that an older program made. */
export function upgradesOf(file: string, observer: Pick<Observer, 'onNote'>): UpgradeOptions {
  return {
    readOlder: async () => (await import('../config/legacy/read-older-sweep.js')).readOlderSweep,
    onUpgrade: ({ backup }) => observer.onNote?.({ kind: 'upgraded', file, backup }),
  };
}

function readTimeout(text: string): number {
  const { data, error } = durationSchema.safeParse(text);
  if (data !== undefined) return data;
  throw new UsageError(`--db-timeout: ${error.issues[0]!.message}.`);
}

/**
 * The same place, past whatever link leads to it. Refuses what SQLite would wait for without end, deaf
 * to Ctrl-C, or call a failing disk.
 *
 * @throws {UsageError}
 */
export function settledPlace(place: Place): Place {
  if (isUrl(place.at)) return place;
  const file = linkedTo(place.at);
  const kind = kindAt(file);
  if (kind === null || kind === 'file' || (kind === 'folder' && !isFile(file))) {
    return placeOfFile(file);
  }
  throw new UsageError(`${file} is a ${kind}; --db expects the path of a file.`);
}

/** Whether there is something to open. What lies at a URL tells when it is opened. */
export function isThere({ at }: Place): boolean {
  return isUrl(at) || existsSync(at);
}
