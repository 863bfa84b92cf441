import { setTimeout as sleep } from 'node:timers/promises';
import type { StoreDef } from '../store-def.js';

/** A file on this machine; one process at a time writes what concerns a sweep. */
export const sqlite: StoreDef = {
  type: 'sqlite',
  summary: 'a SQLite file',
  matches: () => true,
  isFile: true,
  async open(path, { access, readOlder, onUpgrade, onNote, patienceMs = PATIENCE }) {
    const [{ isOlder, openStore }, { isBusy }] = await Promise.all([
      import('./sqlite-store.js'),
      import('./turns/desk.js'),
    ]);
    const since = performance.now();
    for (;;) {
      try {
        const older = isOlder(path) ? { read: await readOlder(), onUpgrade } : undefined;
        return openStore(path, { access, patienceMs, onNote, ...(older ? { older } : {}) });
      } catch (error) {
        const isLocked = error instanceof Error && isBusy(error.cause);
        if (!isLocked || performance.now() - since > patienceMs) throw error;
        await sleep(100);
      }
    }
  },
  async settle(path) {
    const { settle } = await import('./open-database.js');
    settle(path);
  },
  async health() {
    const { examine } = await import('./health/examine.js');
    const { storeFiles } = await import('./health/store-files.js');
    const { holdsAllOf } = await import('./health/holds-all-of.js');
    return { examine, files: storeFiles, holdsAllOf };
  },
  tables: async () => (await import('./table-access.js')).tableAccess,
};

/** Milliseconds. */
const PATIENCE = 10_000;
