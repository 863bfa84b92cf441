import { rmSync } from 'node:fs';
import type { Database } from '../results/database.js';
import { checkpointFolder } from '../store/files.js';
import type { SweepRow } from '../store/port.js';

/**
 * Removes a sweep, its trials and their weights, once `confirm` resolves to true; resolves to
 * whether it did.
 *
 * @throws {StoreError} another process is running it.
 */
export async function remove(
  { store, file }: Database,
  sweep: SweepRow,
  confirm: () => Promise<boolean>,
): Promise<boolean> {
  await store.queue.lock(sweep.id);
  try {
    if (!(await confirm())) return false;
    await store.queue.deleteSweep(sweep.id);
  } finally {
    await store.queue.unlock(sweep.id);
  }
  rmSync(checkpointFolder(file, sweep.id), { recursive: true, force: true });
  return true;
}
