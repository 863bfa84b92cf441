import type { Database } from '../../results/database.js';
import type { PredictDocument } from '../../results/documents/predict.js';
import { openTrained } from '../../results/open-trained.js';
import type { Observer } from '../observer.js';
import { makeReady } from '../workers/make-ready.js';
import { withWorker } from '../workers/with-worker.js';
import type { World } from '../world.js';

export interface PredictRequest {
  /** Id, as a person writes it. */
  readonly trial: string;
  /** Absolute paths. */
  readonly images: readonly string[];
  /** Classes to name per image. */
  readonly top: number;
  /** Absent: the one that it was trained on. */
  readonly backend?: string | undefined;
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
  const { trial, sweep, recipe, classNames, checkpoint } = await openTrained(
    database,
    request.trial,
  );
  const backend = request.backend ?? sweep.backend ?? 'auto';
  const predicted = await withWorker(world, backend, observer, async (workers) => {
    const { model } = recipe.trunk;
    await makeReady(world, workers, { data: null, model, skipBad: false }, observer);
    const task = { recipe, classNames, checkpoint, images, top };
    return workers.pool.call('predict', { ...workers.setting, ...task });
  });
  return { trial: trial.id, ...predicted };
}
