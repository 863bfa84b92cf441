import { existsSync } from 'node:fs';
import { durationSchema } from '../config/file/duration.js';
import { UsageError } from '../core/errors.js';
import { kindAt } from '../machine/files/file-kind.js';
import type { Database } from '../results/database.js';
import { HOW_TO_START } from '../results/find-sweep.js';
import { isFile, openStore } from '../store/index.js';
import { linkedTo } from '../store/linked-to.js';
import type { Access, Store } from '../store/port.js';
import type { Observer } from './observer.js';

export interface Patience {
  /** How long it is waited for where another program has it locked, as a person writes it. */
  readonly timeout?: string | undefined;
}

/**
 * Opens the database at an absolute path, also one that an older program made, lets `work` use it,
 * and closes it.
 *
 * @throws {UsageError} there is none yet, and it is not to be made; or the timeout is none.
 * @throws {StoreError}
 */
export async function withDatabase<Result>(
  path: string,
  access: Access,
  observer: Pick<Observer, 'onNote'>,
  work: (database: Database) => Promise<Result>,
  { timeout }: Patience = {},
): Promise<Result> {
  const file = linkedTo(path);
  refuseSpecial(file);
  const patienceMs = timeout === undefined ? undefined : readTimeout(timeout);
  if (access !== 'create' && !existsSync(file)) {
    throw new UsageError(
      `No results yet: there is no database at ${file}. ${HOW_TO_START} --db names another place.`,
    );
  }
  const store = await openToStay(file, access, observer, patienceMs);
  try {
    return await work({ store, file });
  } finally {
    await store.close();
  }
}

/** Opens it, also one that an older program made, for the caller to close. @throws {StoreError} */
export function openToStay(
  file: string,
  access: Access,
  observer: Pick<Observer, 'onNote'>,
  patienceMs?: number,
): Promise<Store> {
  return openStore(file, {
    access,
    readOlder: async () => (await import('../config/legacy/read-older-sweep.js')).readOlderSweep,
    onUpgrade: ({ backup }) => observer.onNote?.({ kind: 'upgraded', file, backup }),
    onNote: (message) => observer.onNote?.({ kind: 'message', message }),
    patienceMs,
  });
}

function readTimeout(text: string): number {
  const { data, error } = durationSchema.safeParse(text);
  if (data !== undefined) return data;
  throw new UsageError(`--db-timeout: ${error.issues[0]!.message}.`);
}

/**
 * Refuses what SQLite would wait for without end, deaf to Ctrl-C, or call a failing disk.
 * @throws {UsageError}
 */
export function refuseSpecial(file: string): void {
  const kind = kindAt(file);
  if (kind === null || kind === 'file' || (kind === 'folder' && !isFile(file))) return;
  throw new UsageError(`${file} is a ${kind}; --db expects the path of a file.`);
}
