import { readOlderSweep } from '../config/legacy/read-older-sweep.js';
import type { Upgrade } from '../store/older-programs.js';
import type { Store } from '../store/port.js';
import type { Access } from '../store/sqlite/open-database.js';
import { openStore } from '../store/sqlite/sqlite-store.js';

/**
 * Opens the results database, also one that an older program made. `onUpgrade` is told if that one
 * was brought up to date.
 *
 * @throws {StoreError} it cannot be opened, and what to do.
 */
export function openResultsStore(
  path: string,
  access: Access,
  onUpgrade: (upgrade: Upgrade) => void,
): Store {
  return openStore(path, { access, older: { read: readOlderSweep, onUpgrade } });
}
