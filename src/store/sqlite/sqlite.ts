import type { StoreDef } from '../store-def.js';

/** A file on this machine; one process at a time writes what concerns a sweep. */
export const sqlite: StoreDef = {
  type: 'sqlite',
  summary: 'a SQLite file',
  matches: () => true,
  async open(path, { access, readOlder, onUpgrade }) {
    const { isOlder, openStore } = await import('./sqlite-store.js');
    const older = isOlder(path) ? { read: await readOlder(), onUpgrade } : undefined;
    return openStore(path, { access, ...(older ? { older } : {}) });
  },
  async health() {
    const { examine } = await import('./health/examine.js');
    const { storeFiles } = await import('./health/store-files.js');
    const { holdsAllOf } = await import('./health/holds-all-of.js');
    return { examine, files: storeFiles, holdsAllOf };
  },
};
