import { measureAll } from '#dist/core/metric.js';

/** Trials that are laid down, told of and ended at once. */
const SIZE = 1000;

const METRIC = { name: 'val_accuracy', goal: 'maximize' };
const MODEL = { architecture: 'resnet50', weights: 'imagenet' };
const DATA = { source: 'cifar10', train: 50000, val: 10000, decodeSize: 224 };
const RECIPE = {
  trunk: {
    ...{ model: MODEL, data: DATA, seed: 7, replicate: 0, imageSize: 224, batchSize: 64 },
    ...{ normalization: 'weights', augmentation: { name: 'standard', transforms: [] } },
    ...{ stem: 'imagenet', precision: 'float32' },
  },
  training: {
    ...{ firstTrained: 17, pooling: 'avg', head: { type: 'linear' }, dropout: 0 },
    ...{ optimizer: { type: 'sgd', momentum: 0.9, nesterov: false }, labelSmoothing: 0 },
    ...{ gradientClip: null, layerLrDecay: 1 },
  },
  judged: { metric: METRIC, rule: 'best' },
};
const SPEC = {
  ...{ name: 'large', description: null, method: { type: 'random' }, metric: METRIC },
  ...{ objectives: [METRIC], constraints: [], points: [], warmStart: null, sharing: 'prefer' },
  ...{ repeats: { n: 1, top: null }, space: {}, runCap: null, seed: 7 },
  ...{ defaults: { epochs: 5, imageSize: 224 }, data: DATA, model: MODEL, augmentations: {} },
  ...{ backend: 'wasm', workers: 1, memory: 'auto', order: 'declared', retries: 2, keep: 1 },
  budget: { wallMs: null, trialMs: null, diskBytes: null },
  ...{ earlyTerminate: null, checkpoint: null },
};
const PROVENANCE = {
  ...{ version: '0', backend: 'wasm', backendVersion: '1', device: 'CPU', threads: 1 },
  exactness: 'pretended',
};

/**
 * Lays down a sweep of so many trials, which have ended after so many epochs.
 *
 * @param {import('../../src/store/port.js').Store} store
 * @param {number} trials
 * @param {number} epochs
 */
export async function fill({ queue, log }, trials, epochs) {
  const random = randoms();
  const sweep = await queue.createSweep({
    spec: /** @type {import('../../src/core/sweep.js').SweepSpec} */ (
      /** @type {unknown} */ (SPEC)
    ),
    ...{ file: '/x.yaml', source: '' },
  });
  await queue.updateSweep(sweep, { backend: 'wasm', state: 'finished' });
  for (let number = 0; number < trials; number += SIZE) {
    const points = Array.from({ length: Math.min(SIZE, trials - number) }, (_, place) =>
      newTrial(number + place, epochs, random()),
    );
    const ids = (await queue.add(sweep, points)).map(({ id }) => id);
    await queue.take(ids, PROVENANCE, undefined, { cohort: `c${number}` });
    for (let epoch = 0; epoch < epochs; epoch += 1) {
      await log.report(ids.map((trialId) => ({ trialId, report: reportOf(epoch, random()) })));
    }
    await queue.end(ids.map((trialId) => ({ trialId, state: 'finished' })));
  }
}

/**
 * @param {number} number
 * @param {number} epochs
 * @param {number} learningRate
 * @returns {import('../../src/store/port.js').NewTrial}
 */
function newTrial(number, epochs, learningRate) {
  const scheduler = number % 3 === 0 ? { type: 'step', gamma: 0.1 } : { type: 'cosine' };
  const recipe = { ...RECIPE, pace: { epochs, learningRate, scheduler } };
  return /** @type {import('../../src/store/port.js').NewTrial} */ (
    /** @type {unknown} */ ({
      ...{ number, point: number, replicate: 0, recipe, version: '0', seen: null },
      params: { learning_rate: learningRate, scheduler },
    })
  );
}

/**
 * @param {number} epoch
 * @param {number} accuracy
 * @returns {import('../../src/core/trial.js').Report}
 */
function reportOf(epoch, accuracy) {
  const part = { loss: 2 - accuracy, accuracy };
  return {
    ...{ epoch, learningRate: 0.1, seconds: 2.1, soloSeconds: 2.3, sharedWith: null },
    ...{ imagesPerSecond: 50, peakMemoryBytes: 1e9 },
    metrics: /** @type {import('../../src/core/metric.js').Metrics} */ (
      measureAll({
        train: part,
        val: { ...part, confusion: [] },
        cost: { seconds: 2.3 * (epoch + 1), parameters: 20490 },
      })
    ),
  };
}

/** Numbers in [0, 1), the same each time. */
function randoms() {
  let state = 1;
  return () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return state / 2 ** 32;
  };
}
