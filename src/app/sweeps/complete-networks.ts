import { count } from '../../core/words/numbers.js';
import type { Database } from '../../results/database.js';
import type { Leaderboard } from '../../results/leaderboard.js';
import { checkpointFolder } from '../../store/files.js';
import { isLeftOver, removeFrom } from '../../sweep/snapshots/cohort-files.js';
import type { Observer } from '../observer.js';
import { fingerprintOf, identify } from '../prints/identify.js';
import { makeReady } from '../workers/make-ready.js';
import { withWorker } from '../workers/with-worker.js';
import type { World } from '../world.js';
import { networksOf, writeNetworks } from './networks.js';

/**
 * Writes the networks that an ended sweep lacks: its process was killed after the last trial, or an
 * older program left at a full disk. The observer is told.
 *
 * @throws {ThawError} another process has the sweep, or they cannot be written.
 */
export async function completeNetworks(
  world: World,
  database: Database,
  leaderboard: Leaderboard,
  observer: Observer,
): Promise<void> {
  const { missing } = await networksOf(database, leaderboard);
  if (missing.length === 0) return;
  const { store, file } = database;
  const { sweep } = leaderboard;
  await store.queue.lock(sweep.id);
  try {
    removeFrom(checkpointFolder(file, sweep.id), isLeftOver);
    // Nothing is computed, so any backend will do.
    await withWorker(world, 'wasm', observer, async (workers) => {
      const { model } = sweep.spec;
      await makeReady(world, workers, { data: null, model, skipBad: false }, observer);
      const now = fingerprintOf(await identify(world, workers, { data: null, model }, observer));
      const written = await writeNetworks(workers, database, leaderboard, now, observer);
      if (written === 0) return;
      const message = `wrote ${count(written, 'network')} that ${written === 1 ? 'was' : 'were'} missing`;
      observer.onNote?.({ kind: 'message', message });
    });
  } finally {
    await store.queue.unlock(sweep.id);
  }
}
