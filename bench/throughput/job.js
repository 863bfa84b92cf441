// One step of each task on a Thaw backend: the network and the training step that sweeps use, as
// built into dist/.

/**
 * @import { Tensor2D } from '@tensorflow/tfjs-core'
 * @import { NetworkWeights } from '#dist/assets/weights/weights.js'
 * @import { HeadRecipe, Precision } from '#dist/core/recipe.js'
 * @import { Engine } from '#dist/device/backend.js'
 * @import { NetworkInput } from '#dist/train/input/network-input.js'
 * @import { Task } from './tasks.js'
 */

import { weightsFor } from '#dist/assets/weights/index.js';
import { rngFor } from '#dist/core/random.js';
import { backends } from '#dist/device/backends/index.js';
import { cacheDir } from '#dist/machine/cache-dir.js';
import { classifierLayers } from '#dist/networks/classifier.js';
import { classifierUnit } from '#dist/networks/network.js';
import { resnet50 } from '#dist/networks/resnet50.js';
import { createHead } from '#dist/train/head/create-head.js';
import { initClassifier } from '#dist/train/head/init-classifier.js';
import { createStepper } from '#dist/train/step/stepper.js';
import { createFrozenNetwork } from '#dist/train/trunk/frozen-network.js';
import { createTrunk } from '#dist/train/trunk/trunk.js';

export const BATCH = 32;
const CLASSES = 10;
const FC = classifierUnit(resnet50);
const FIRST_TRAINED = { forward: FC, last: resnet50.units.indexOf('layer4.0'), full: 0 };
/** Heads alone, over features that are at hand. */
const HEADS = { fc: FC, layer4: FIRST_TRAINED.last };

/**
 * Loads a backend into this process; where it has no programs, `precision` is that of frozen layers
 * alone. `createJob(task, size)` then makes what repeats a step.
 *
 * @param {string} name
 * @param {Precision} [precision]
 */
export async function openJob(name, precision = 'float32') {
  const backend = backends.find((backend) => backend.name === name);
  if (!backend) throw new Error(`No backend ${name}. Expected ${backends.map((b) => b.name)}.`);
  const engine = await backend.load(cacheDir(process.env));
  const weights = await weightsFor('random').load(
    { architecture: resnet50.name, weights: 'random' },
    '',
    0,
  );
  const network = createFrozenNetwork(engine.kernels, weights, {
    stem: 'imagenet',
    precision,
    forPrograms: engine.programs !== undefined,
  });
  return {
    engine,
    /** @type {(task: Task, size: number, batch?: number) => Job} */
    createJob: (task, size, batch = BATCH) =>
      createJob(engine, weights, network, { task, size, batch }),
  };
}

/**
 * `settle` waits for all steps, which may return before they are done, and gives the last ones' loss.
 *
 * @typedef {{ step(): void, settle(): number, dispose(): void }} Job
 */

/**
 * @param {Engine} engine
 * @param {NetworkWeights} weights
 * @param {ReturnType<typeof createFrozenNetwork>} network
 * @param {{ task: Task, size: number, batch: number }} what `size`: side in pixels
 * @returns {Job}
 */
function createJob(engine, weights, network, { task, size, batch }) {
  const { tf, kernels } = engine;
  const firstTrained = { ...FIRST_TRAINED, ...HEADS }[task];
  /** @type {HeadRecipe} */
  const classifier = { type: 'linear' };
  const head = createHead(kernels, weights, {
    firstTrained,
    pooling: 'avg',
    head: classifier,
    stem: 'imagenet',
    classes: CLASSES,
    fcInit: initClassifier(
      classifierLayers(classifier, resnet50.features, CLASSES),
      rngFor('bench'),
    ),
  });
  const stepper = createStepper({
    engine,
    head,
    precision: network.precision,
    batchSize: batch,
    optimizer: { type: 'sgd', momentum: 0.9, dampening: 0, weight_decay: 0, nesterov: false },
    gradientClip: null,
    layerLrDecay: 1,
    labelSmoothing: 0,
  });
  const x = tf.randomNormal([batch, size, size, 3], 0, 1, 'float32', 1);
  const labels = /** @type {Tensor2D} */ (
    tf.tidy(() =>
      tf.cast(
        tf.oneHot(
          Array.from({ length: batch }, (_, i) => i % CLASSES),
          CLASSES,
        ),
        'float32',
      ),
    )
  );
  const frozen = createTrunk(engine, network);
  const cut = {
    unit: firstTrained,
    pooling: firstTrained === FC ? /** @type {const} */ ('avg') : null,
  };
  /** @type {NetworkInput} */
  const ready = {
    size: batch,
    block: (from, count) => tf.slice(x, from, count),
    sources: [],
    key: 'ready',
    prepare: (block) => block,
  };
  const trunk = () => (firstTrained === 0 ? x.clone() : frozen.features(ready, [cut]).features[0]);
  const kept = task in HEADS ? trunk() : null;
  let steps = 0;
  const ratesAt = (/** @type {number} */ step) => ({ lr: 1e-3, step });
  const later = (/** @type {number} */ after) => ratesAt(steps + after);

  return {
    step() {
      const features = kept ?? trunk();
      if (task === 'forward') tf.tidy(() => void head.predict(features).dataSync());
      else stepper.step({ features, labels, mask: null, rates: ratesAt(steps), later });
      steps += 1;
      if (!kept) features.dispose();
    },
    settle() {
      const { loss, images } = stepper.totals();
      stepper.begin({ loss: 0, correct: 0, images: 0 });
      return loss / images;
    },
    dispose() {
      stepper.dispose();
      head.dispose();
      tf.dispose([x, labels, ...(kept ? [kept] : [])]);
    },
  };
}
