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
};
