import { createHash } from 'node:crypto';
import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import { weightsFor } from '../../../src/assets/weights/index.js';
import type { NetworkWeights } from '../../../src/assets/weights/weights.js';
import type { Choice, JsonObject } from '../../../src/core/json.js';
import { rngFor } from '../../../src/core/random.js';
import type { Engine } from '../../../src/device/backend.js';
import { wasm } from '../../../src/device/backends/wasm.js';
import { classifierLayers } from '../../../src/networks/classifier.js';
import { resnet50 } from '../../../src/networks/resnet50.js';
import { createHead } from '../../../src/train/head/create-head.js';
import { initClassifier } from '../../../src/train/head/init-classifier.js';
import { optimizers } from '../../../src/train/step/optimizers/index.js';
import {
  createStepper,
  type Stepper,
  type StepperOptions,
} from '../../../src/train/step/stepper.js';
import { NOTHING } from '../../../src/train/step/totals.js';
import type { StepInputs } from '../../../src/train/step/walk.js';

const UNITS = resnet50.units;

const LAST_TWO = UNITS.indexOf('layer4.1');

let engine: Engine;
let weights: NetworkWeights;
let features: Tensor;
let labels: Tensor2D;

beforeAll(async () => {
  engine = await wasm.load('');
  const model = { architecture: 'resnet50', weights: 'random' } as const;
  weights = await weightsFor('random').load(model, '', 0);
  const { tf } = engine;
  const rng = rngFor('features');
  const data = Float32Array.from({ length: 3 * 2 * 2 * 2048 }, () => rng());
  features = tf.tensor4d(data, [3, 2, 2, 2048]);
  labels = tf.tidy(() => tf.cast(tf.oneHot([0, 1, 1], 2), 'float32')) as Tensor2D;
});

const optimizer = (type: string, options = {}): Choice => {
  return { type, ...(optimizers[type]!.options.parse(options) as JsonObject) };
};
const sgd = (options = {}) => optimizer('sgd', options);

function setUp(options: Partial<StepperOptions> = {}) {
  const { kernels } = engine;
  const head = createHead(kernels, weights, {
    ...{ firstTrained: LAST_TWO, pooling: 'avg', stem: 'imagenet', head: { type: 'linear' } },
    classes: 2,
    fcInit: initClassifier(classifierLayers({ type: 'linear' }, 2048, 2), rngFor('head')),
  });
  const stepper = createStepper({
    ...{ engine, head, optimizer: sgd(), gradientClip: null, layerLrDecay: 1 },
    ...{ labelSmoothing: 0, precision: 'float32', batchSize: 3 },
    ...options,
  });
  const values = () =>
    new Map([...head.trained].map(([name, tensor]) => [name, tensor.dataSync<'float32'>()]));
  const dispose = () => {
    stepper.dispose();
    head.dispose();
  };
  return { head, stepper, values, dispose };
}

/** L2 norm, by tensor, of what one step with rate 1 changes. */
function changes(options: Partial<StepperOptions> = {}): ReadonlyMap<string, number> {
  const { stepper, values, dispose } = setUp(options);
  const before = values();
  stepper.step({ features, labels, mask: null, rates: { lr: 1, step: 0 } });
  const after = values();
  dispose();
  return new Map(
    [...before].map(([name, old]) => [
      name,
      l2(old.map((value, i) => value - after.get(name)![i]!)),
    ]),
  );
}

function l2(values: Iterable<number>): number {
  let sum = 0;
  for (const value of values) sum += value * value;
  return Math.sqrt(sum);
}

/** All bits of some tensors, in a form that compares quickly. */
function digest(values: ReadonlyMap<string, Float32Array>): string {
  const hash = createHash('sha256');
  for (const [name, data] of values) hash.update(name).update(data);
  return hash.digest('hex');
}

/** Mean loss of a step. */
function lossOf(stepper: Stepper, inputs: StepInputs): number {
  stepper.begin(NOTHING);
  stepper.step(inputs);
  const { loss, images } = stepper.totals();
  return loss / images;
}

test('steps lower the loss of a batch', () => {
  const { stepper, dispose } = setUp({ optimizer: sgd({ momentum: 0.9 }) });
  const losses = [0, 1, 2, 3, 4].map((step) =>
    lossOf(stepper, { features, labels, mask: null, rates: { lr: 0.01, step } }),
  );
  expect(losses[4]).toBeLessThan(losses[0]! / 2);
  dispose();
});

test('training twice gives the same bits', () => {
  const run = () => {
    const { stepper, values, dispose } = setUp({ optimizer: sgd({ momentum: 0.9 }) });
    const losses = [0, 1, 2].map((step) =>
      lossOf(stepper, { features, labels, mask: null, rates: { lr: 0.01, step } }),
    );
    const result = { losses, weights: digest(values()) };
    dispose();
    return result;
  };
  expect(run()).toEqual(run());
});

test('clipping holds the joint norm of all gradients, and leaves a small one alone', () => {
  const free = l2(changes().values());
  expect(l2(changes({ gradientClip: free / 4 }).values())).toBeCloseTo(free / 4, 2);
  expect(changes({ gradientClip: 10 * free })).toEqual(changes());
});

test('layer decay slows a unit down by its distance from the classifier', () => {
  const even = changes();
  const decayed = changes({ layerLrDecay: 0.5 });
  const ratio = (name: string) => decayed.get(name)! / even.get(name)!;
  expect(ratio('fc.weight')).toBeCloseTo(1, 3);
  expect(ratio('layer4.2.conv2.weight')).toBeCloseTo(0.5, 3);
  expect(ratio('layer4.1.bn3.weight')).toBeCloseTo(0.25, 3);
});

test('a loss that is not finite changes no weight', () => {
  const { tf } = engine;
  const { stepper, values, dispose } = setUp();
  const before = digest(values());
  const broken = tf.tidy(() => tf.mul(features, Number.NaN));
  const count = tf.memory().numTensors;
  stepper.step({ features: broken, labels, mask: null, rates: { lr: 1, step: 0 } });
  stepper.step({ features, labels, mask: null, rates: { lr: 1, step: 1 } });
  expect(stepper.totals()).toMatchObject({ images: 0, broke: { loss: Number.NaN, steps: 0 } });
  expect(digest(values())).toBe(before);
  expect(tf.memory().numTensors).toBe(count);
  broken.dispose();
  dispose();
});
