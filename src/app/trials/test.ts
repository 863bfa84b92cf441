import { UsageError } from '../../core/errors.js';
import type { Database } from '../../results/database.js';
import type { Tested } from '../../results/documents/test.js';
import { openTrained } from '../../results/open-trained.js';
import type { Observer } from '../observer.js';
import { makeReady } from '../workers/make-ready.js';
import { withParts } from '../workers/with-parts.js';
import { withWorker } from '../workers/with-worker.js';
import type { World } from '../world.js';

export interface TestRequest {
  /** Id, as a person writes it. */
  readonly trial: string;
  /** Absent: the one that it was trained on. */
  readonly backend?: string | undefined;
}

/**
 * Measures a trial on the test split, and keeps that it was read.
 *
 * @throws {ThawError}
 */
export async function test(
  world: World,
  database: Database,
  request: TestRequest,
  observer: Observer,
): Promise<Tested> {
  const { store } = database;
  const trained = await openTrained(database, request.trial);
  const { sweep, trial, recipe, classNames, checkpoint } = trained;
  const backend = request.backend ?? sweep.backend ?? 'auto';
  const evaluation = await withWorker(world, backend, observer, async (workers) => {
    const { data, model, seed } = recipe.trunk;
    const needs = { data, model, seed, skipBad: true };
    const { available } = await makeReady(world, workers, needs, observer);
    if (available?.test === 0) {
      throw new UsageError(
        `${data.source} has no test split to measure trial ${trial.id} on: add test/<class>/* to it. Nothing was recorded.`,
      );
    }
    const { result } = await withParts(world, observer, (port) => {
      const task = { recipe, classNames, checkpoint, split: 'test', port } as const;
      return workers.pool.call('evaluate', { ...workers.setting, ...task }, { transfer: [port] });
    });
    return result;
  });
  const { images, loss, accuracy } = evaluation;
  await store.log.addTest({ trialId: trial.id, images, loss, accuracy });
  const timesRead = (await store.readings.tests(trial.id)).length;
  return { trained, evaluation, timesRead };
}
