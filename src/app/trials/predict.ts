import type { Database } from '../../results/database.js';
import type { PredictDocument } from '../../results/documents/predict.js';
import { openTrained } from '../../results/open-trained.js';
import type { Observer } from '../observer.js';
import { readyNetwork } from '../prints/ready-network.js';
import { withWorker } from '../workers/with-worker.js';
import type { World } from '../world.js';
import { backendOf } from './backend-of.js';

export interface PredictRequest {
  /** Id, as a person writes it. */
  readonly trial: string;
  /** Absolute paths. */
  readonly images: readonly string[];
  /** Classes to name per image. */
  readonly top: number;
  /** Absent: the one that it was trained on. */
  readonly backend?: string | undefined;
  /** Where the weights it started from are now, if they have moved. Absolute. */
  readonly weights?: string | undefined;
}

/**
 * Classifies images with a trial's best weights, in their order; those that cannot be read are named
 * instead.
 *
 * @throws {ThawError}
 */
export async function predict(
  world: World,
  database: Database,
  request: PredictRequest,
  observer: Observer,
): Promise<PredictDocument> {
  const { images, top } = request;
  const trained = await openTrained(database, request.trial);
  const { trial, sweep } = trained;
  const backend = backendOf(world, sweep, request.backend);
  const predicted = await withWorker(world, backend, observer, async (workers) => {
    const network = await readyNetwork(world, workers, trained, request, observer);
    return workers.pool.call('predict', { ...workers.setting, ...network, images, top });
  });
  return { trial: trial.id, ...predicted };
}
