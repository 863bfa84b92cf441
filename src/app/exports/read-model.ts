import { copyFileSync } from 'node:fs';
import type { TrainedModel } from '../../exports/export-format.js';
import { programVersion } from '../../machine/program-version.js';
import type { Database } from '../../results/database.js';
import { readDocument } from '../../results/live/read-documents.js';
import type { Trained } from '../../results/open-trained.js';
import type { Observer } from '../observer.js';
import { readyNetwork } from '../prints/ready-network.js';
import { exportTrial } from '../sweeps/export-trial.js';
import { withWorker } from '../workers/with-worker.js';
import type { World } from '../world.js';

interface Wanted {
  /** Where its whole network is written to. */
  readonly file: string;
  readonly weights?: string | undefined;
}

/**
 * A trial as formats take it.
 *
 * @throws {ThawError} its network cannot be put together.
 */
export async function readModel(
  world: World,
  database: Database,
  trained: Trained,
  { file, weights }: Wanted,
  observer: Observer,
): Promise<TrainedModel> {
  const { trial, sweep, value, epoch } = trained;
  // Nothing is computed, so any backend will do.
  const network = await withWorker(world, 'wasm', observer, async (workers) => {
    const ready = await readyNetwork(world, workers, trained, { weights }, observer);
    if (ready.checkpoint) {
      const row = { trial: trial.id, params: trial.params, value, epoch };
      await exportTrial(workers, sweep, ready, row, file);
    } else {
      // It is the whole network already.
      copyFileSync(ready.recipe.trunk.model.weights, file);
    }
    return ready;
  });
  return {
    weights: file,
    recipe: trained.recipe,
    classNames: network.classNames,
    trial: await readDocument.trial(database, { sweep, trials: [String(trial.id)] }),
    sweep: await readDocument.sweep(database, { sweep }),
    leaderboard: await readDocument.leaderboard(database, { sweep }),
    version: programVersion(),
  };
}
