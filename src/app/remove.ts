import type { Database } from '../results/database.js';
import type { SweepRow } from '../store/port.js';
import { deleteFolder } from '../store/sweep-folders.js';

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
  deleteFolder(file, sweep.id);
  return true;
}
