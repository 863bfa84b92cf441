import type { Database } from '../../src/results/database.js';
import { filesBeside } from '../../src/results/trial-files.js';
import type { Store } from '../../src/store/port.js';

/** Results that are open, as those in a file are. */
export function databaseIn(file: string, store: Store): Database {
  return { store, name: file, file, files: filesBeside(file), isShared: false };
}
