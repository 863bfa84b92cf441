import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { readOlderSweep } from '../../../src/config/legacy/read-older-sweep.js';
import { type Copied, type CopyParts, copySweeps } from '../../../src/store/copying/copy-sweeps.js';
import { openStore, tablesAt } from '../../../src/store/index.js';
import type { Access, Store } from '../../../src/store/port.js';
import { sharedPostgres } from '../../postgres/server.js';

const UPGRADE = { readOlder: async () => readOlderSweep, onUpgrade: () => undefined };

/** A place for a new database of a kind. */
export async function newPlace(kind: 'sqlite' | 'postgres'): Promise<string> {
  if (kind === 'postgres') return (await sharedPostgres()).database();
  return join(mkdtempSync(join(tmpdir(), 'thaw-copy-')), 'thaw.sqlite');
}

/** Lets `work` use the database there, and closes it. */
export async function withStore<Result>(
  place: string,
  access: Access,
  work: (store: Store) => Promise<Result>,
): Promise<Result> {
  const store = await openStore(place, { access, ...UPGRADE });
  try {
    return await work(store);
  } finally {
    await store.close();
  }
}

/** Copies all there is, unless told otherwise. */
export async function copy(
  from: string,
  to: string,
  change: Partial<CopyParts> = {},
): Promise<Copied> {
  const [source, target] = [await tablesAt(from), await tablesAt(to)];
  return source!.read(from, UPGRADE, (rows) =>
    target!.write(to, UPGRADE, (there) =>
      copySweeps({
        ...{ from: rows, to: there, chosen: null, again: false, lastFolder: 0 },
        member: { team: 'default', owner: 'ada' },
        placeFiles: async () => undefined,
        onRows: () => undefined,
        signal: new AbortController().signal,
        ...change,
      }),
    ),
  );
}
