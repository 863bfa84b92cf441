import type { Tensor2D } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { weightsFor } from '../../src/assets/weights/index.js';
import type { NetworkWeights } from '../../src/assets/weights/weights.js';
import type { JsonObject } from '../../src/core/json.js';
import { rngFor } from '../../src/core/random.js';
import type { Engine } from '../../src/device/backend.js';
import { classifierLayers } from '../../src/networks/classifier.js';
import { classifierUnit } from '../../src/networks/network.js';
import { resnet50 } from '../../src/networks/resnet50.js';
import { createHead } from '../../src/train/head/create-head.js';
import { initClassifier } from '../../src/train/head/init-classifier.js';
import { optimizers } from '../../src/train/step/optimizers/index.js';
import { createStepper } from '../../src/train/step/stepper.js';
import { createFrozenNetwork } from '../../src/train/trunk/frozen-network.js';
import { describeEngines } from '../golden/programs.js';

const FC = classifierUnit(resnet50);
const UNITS = resnet50.units;

describeEngines('tensors in memory', (load) => {
  let engine: Engine;
  let weights: NetworkWeights;

  beforeAll(async () => {
    engine = await load();
    const model = { architecture: 'resnet50', weights: 'random' } as const;
    weights = await weightsFor('random').load(model, '', 0);
  });

  test.each([
    ['fc alone', FC],
    ['the last block', UNITS.indexOf('layer4.2')],
    ['everything', 0],
  ])('do not grow from step to step while %s trains', (_, firstTrained) => {
    const { tf, kernels } = engine;
    const before = tf.memory().numTensors;
    const head = { type: 'linear' } as const;
    const fcInit = initClassifier(classifierLayers(head, 2048, 4), rngFor('test'));
    const options = { firstTrained, pooling: 'avg', head, stem: 'imagenet' } as const;
    const network = createFrozenNetwork(kernels, weights, {
      ...{ stem: 'imagenet', precision: 'float32' },
    });
    const trained = createHead(kernels, weights, { ...options, classes: 4, fcInit });
    const stepper = createStepper({
      engine,
      head: trained,
      precision: 'float32',
      batchSize: 4,
      optimizer: { type: 'adam', ...(optimizers.adam!.options.parse({}) as JsonObject) },
      gradientClip: 1,
      layerLrDecay: 0.9,
      labelSmoothing: 0.1,
    });
    const images = tf.randomNormal([4, 32, 32, 3]);
    const labels = tf.tidy(() => tf.cast(tf.oneHot([0, 1, 2, 3], 4), 'float32')) as Tensor2D;

    const counts = [0, 1, 2, 3].map((step) => {
      const deep = network.trunk(images, 0, firstTrained);
      const features = firstTrained === FC ? network.pool(deep, 'avg') : deep;
      stepper.step({ features, labels, mask: null, rates: { lr: 1e-4, step } });
      trained.predict(features).dispose();
      tf.dispose([deep, features]);
      return tf.memory().numTensors;
    });
    expect(counts.slice(2)).toEqual([counts[1], counts[1]]);

    stepper.dispose();
    trained.dispose();
    network.dispose();
    tf.dispose([images, labels]);
    expect(tf.memory().numTensors).toBe(before);
  });
});
