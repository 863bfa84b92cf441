import { recipeFor } from '#dist/config/recipe-for.js';
import { eachMetric, metrics } from '#dist/core/metric.js';
import { openStore } from '#dist/store/sqlite/sqlite-store.js';
import { openSweep } from '../sweeps/files.js';

const PROVENANCE = {
  ...{ version: '', backend: 'none', backendVersion: '', device: 'none' },
  ...{ threads: 1, exactness: 'pretended' },
};

/**
 * A sweep of ended trials, with reports of so many epochs each; the last trial still runs.
 *
 * @param {string} file of a database, which is made
 * @param {number} trials
 * @param {number} epochs
 */
export async function makeSweep(file, trials, epochs) {
  const { spec } = openSweep('B', { trials });
  const store = openStore(file);
  const id = await store.queue.createSweep({ spec, file: '/nowhere/b.yaml', source: '' });
  const laid = Array.from({ length: trials }, (_, number) => {
    const params = {
      augmentation: number % 2 === 0 ? 'none' : 'crop-flip',
      unfrozen_layers: 0,
      learning_rate: 0.0003 * 333 ** ((number * 0.618_034) % 1),
      weight_decay: 1e-6 * 1000 ** ((number * 0.754_878) % 1),
    };
    const recipe = recipeFor(spec, params);
    return { number, point: number, replicate: 0, params, recipe, version: '', seen: null };
  });
  const rows = await store.queue.add(id, laid);
  const ids = rows.map((row) => row.id);
  await store.queue.take(ids, PROVENANCE);
  for (let epoch = 0; epoch < epochs; epoch += 1) {
    await store.log.report(ids.map((trialId) => ({ trialId, report: reportOf(trialId, epoch) })));
  }
  await store.queue.end(ids.slice(0, -1).map((trialId) => ({ trialId, state: 'finished' })));
  await store.queue.unlock(id);
  await store.close();
  return { id, running: /** @type {number} */ (ids.at(-1)) };
}

/**
 * @param {number} trialId
 * @param {number} epoch
 */
export function reportOf(trialId, epoch) {
  const accuracy = 0.3 + 0.5 * ((trialId * 0.381_966) % 1) * (1 - 1 / (epoch + 2));
  return {
    epoch,
    metrics: eachMetric((name) => (metrics[name].goal === 'maximize' ? accuracy : 2 - accuracy)),
    ...{ learningRate: 0.01, seconds: 1, soloSeconds: 2, sharedWith: null },
    ...{ imagesPerSecond: 100, peakMemoryBytes: 0 },
  };
}
