import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { beforeAll, describe, expect, test } from 'vitest';
import { weightsFor } from '../../../src/assets/weights/index.js';
import type { NetworkWeights } from '../../../src/assets/weights/weights.js';
import { rngFor } from '../../../src/core/random.js';
import type { Engine } from '../../../src/device/backend.js';
import { wasm } from '../../../src/device/backends/wasm.js';
import { classifierLayers } from '../../../src/networks/classifier.js';
import { classifierUnit } from '../../../src/networks/network.js';
import { resnet50 } from '../../../src/networks/resnet50.js';
import { createHead, type HeadOptions } from '../../../src/train/head/create-head.js';
import type { Head } from '../../../src/train/head/head.js';
import { initClassifier } from '../../../src/train/head/init-classifier.js';
import { replaceTensor } from '../../../src/train/head/tensor-map.js';
import { batchLoss } from '../../../src/train/step/loss.js';
import { createFrozenNetwork } from '../../../src/train/trunk/frozen-network.js';
import { trainingPass } from './training-pass.js';

const FC = classifierUnit(resnet50);
const UNITS = resnet50.units;

const CLASSES = 3;
const BATCH = 4;

let engine: Engine;
let weights: NetworkWeights;

beforeAll(async () => {
  engine = await wasm.load('');
  const model = { architecture: 'resnet50', weights: 'random' } as const;
  weights = await weightsFor('random').load(model, '', 0);
});

type Options = Partial<Omit<HeadOptions, 'fcInit' | 'classes'>>;

function makeHead(options: Options = {}, from: NetworkWeights = weights): Head {
  const head = options.head ?? { type: 'linear' };
  return createHead(engine.kernels, from, {
    ...{ firstTrained: FC, pooling: 'avg', stem: 'imagenet' },
    ...options,
    head,
    classes: CLASSES,
    fcInit: initClassifier(classifierLayers(head, from.network.features, CLASSES), rngFor('head')),
  });
}

/** Images, or whatever the head's first unit takes, that are the same at every call. */
function input(firstTrained: number, side: number): Tensor {
  const shape =
    firstTrained === FC
      ? [BATCH, 2048]
      : UNITS[firstTrained] === 'stem'
        ? [BATCH, side, side, 3]
        : [BATCH, side, side, firstTrained > 14 ? 2048 : 1024];
  const rng = rngFor('input', ...shape);
  const length = shape.reduce((product, n) => product * n, 1);
  return engine.tf.tensor(
    Float32Array.from({ length }, () => 2 * rng() - 1),
    shape,
  );
}

function oneHot(): Tensor2D {
  const { tf } = engine;
  return tf.tidy(() => tf.cast(tf.oneHot([0, 1, 2, 1], CLASSES), 'float32')) as Tensor2D;
}

describe('gradients are the slopes of the loss', () => {
  const v1 = (): NetworkWeights => ({ ...weights, layout: 'v1' });
  const layer40 = UNITS.indexOf('layer4.0');
  const cases: readonly (readonly [string, Options, () => NetworkWeights, number])[] = [
    ['a linear classifier', {}, () => weights, 0],
    ['an mlp', { head: { type: 'mlp', width: 16 } }, () => weights, 0],
    ['the last stage, v1.5', { firstTrained: layer40 }, () => weights, 4],
    ['the last stage, v1', { firstTrained: layer40 }, v1, 4],
    ['the last block', { firstTrained: layer40 + 2 }, () => weights, 2],
    ['maximum pooling', { firstTrained: layer40, pooling: 'max' }, () => weights, 4],
    ['mean and maximum', { firstTrained: layer40, pooling: 'avgmax' }, () => weights, 4],
    ['everything', { firstTrained: 0 }, () => weights, 32],
    ['everything, small stem', { firstTrained: 0, stem: 'small' }, () => weights, 16],
  ];

  test.each(cases)('%s', (_, options, from, side) => {
    const { tf } = engine;
    const head = makeHead(options, from());
    const x = input(options.firstTrained ?? FC, side);
    const mask = dropout();
    const labels = oneHot();
    const lossOf = () => {
      const pass = trainingPass(engine.kernels, head, x, mask);
      const { loss, dLogits } = batchLoss(tf, pass.logits, labels, 0);
      dLogits.dispose();
      pass.dispose();
      return loss;
    };

    const gradients = gradientsOf(head, x, labels, mask);
    expect([...gradients.keys()].sort()).toEqual([...head.trained.keys()].sort());
    for (const name of sample([...gradients.keys()])) {
      const gradient = gradients.get(name)!;
      const start = head.trained.get(name)!.clone();
      const norm = tf.tidy(() => tf.norm(gradient).dataSync()[0]!);
      // Steps that move the loss by about 1e-2: float32 still resolves it to a few thousandths.
      const step = 5e-3 / norm;
      const moved = (by: number) => {
        assign(
          head,
          name,
          tf.tidy(() => tf.add(start, tf.mul(gradient, by / norm))),
        );
        return lossOf();
      };
      const slope = (moved(step) - moved(-step)) / (2 * step);
      expect(slope / norm, `${name}: slope ${slope}, norm ${norm}`).toBeCloseTo(1, 1);
      assign(head, name, start);
    }
    tf.dispose([x, mask, labels, ...gradients.values()]);
    head.dispose();
  });
});

function dropout(): Tensor2D {
  const rng = rngFor('mask');
  const mask = Float32Array.from({ length: BATCH * 2048 }, () => (rng() < 0.5 ? 0 : 2));
  return engine.tf.tensor2d(mask, [BATCH, 2048]);
}

function assign(head: Head, name: string, value: Tensor): void {
  head.freeFolded();
  replaceTensor(engine.tf, head.trained, name, value);
}

function gradientsOf(head: Head, x: Tensor, labels: Tensor2D, mask: Tensor2D | null) {
  const { tf } = engine;
  const pass = trainingPass(engine.kernels, head, x, mask);
  const { dLogits } = batchLoss(tf, pass.logits, labels, 0);
  return pass.backward(dLogits);
}

/** First, last, and some between. */
function sample(names: readonly string[]): readonly string[] {
  const every = Math.max(1, Math.floor(names.length / 12));
  return names.filter((_, i) => i % every === 0 || i === names.length - 1);
}

describe('a head', () => {
  test('predicts what the frozen network with its classifier does', () => {
    const { tf, kernels } = engine;
    const whole = makeHead({ firstTrained: 0 });
    const classifier = makeHead();
    const network = createFrozenNetwork(kernels, weights, {
      ...{ stem: 'imagenet', precision: 'float32' },
    });
    tf.tidy(() => {
      const x = input(0, 32);
      const features = network.pool(network.trunk(x, 0, FC), 'avg');
      const want = classifier.predict(features).dataSync();
      const got = whole.predict(x).dataSync();
      expect(Math.max(...got.map((value, i) => Math.abs(value - want[i]!)))).toBeLessThan(1e-3);
    });
    whole.dispose();
    classifier.dispose();
    network.dispose();
  });

  test('predicts with its new weights after each step', () => {
    const { tf } = engine;
    const head = makeHead({ firstTrained: UNITS.indexOf('layer4.2') });
    const x = input(16, 2);
    const predict = () => tf.tidy(() => head.predict(x).dataSync());
    const before = predict();
    expect(predict()).toEqual(before);
    const name = 'layer4.2.conv3.weight';
    assign(
      head,
      name,
      tf.tidy(() => tf.mul(head.trained.get(name)!, 2)),
    );
    expect(predict()).not.toEqual(before);
    x.dispose();
    head.dispose();
  });

  test('moves running statistics as PyTorch: a tenth of the way, to the unbiased variance', () => {
    const { tf } = engine;
    const firstTrained = UNITS.indexOf('layer4.2');
    const head = makeHead({ firstTrained });
    const x = input(firstTrained, 2);
    trainingPass(engine.kernels, head, x, null).dispose();
    const filter = weights.tensors.get('layer4.2.conv1.weight')!;
    const values = tf.tidy(() => {
      const { shape, data } = filter;
      const [, , inputs, outputs] = shape as [number, number, number, number];
      const flat = tf.reshape(x, [-1, inputs]);
      const mixed = tf.matMul(flat, tf.tensor(data, [inputs, outputs]));
      return [...tf.gather(tf.transpose(mixed), [0]).dataSync<'float32'>()];
    });
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
    const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
    const buffer = (name: string) => head.running.get(`layer4.2.bn1.${name}`)!.dataSync()[0]!;
    expect(buffer('running_mean')).toBeCloseTo(0.1 * mean, 5);
    expect(buffer('running_var')).toBeCloseTo(0.9 + (0.1 * squares) / (values.length - 1), 4);
    x.dispose();
    head.dispose();
  });

  test('starts from saved tensors where they are given', () => {
    const overrides = new Map([
      ['fc.bias', { shape: [CLASSES], data: Float32Array.of(7, 8, 9) }],
      ['layer4.2.bn3.running_mean', { shape: [2048], data: new Float32Array(2048).fill(0.5) }],
    ]);
    const head = makeHead({ firstTrained: UNITS.indexOf('layer4.2'), overrides });
    expect([...head.trained.get('fc.bias')!.dataSync()]).toEqual([7, 8, 9]);
    expect(head.running.get('layer4.2.bn3.running_mean')!.dataSync()[2047]).toBe(0.5);
    head.dispose();
  });

  test('says which tensor the weights lack', () => {
    const tensors = new Map(weights.tensors);
    tensors.delete('layer4.2.bn2.bias');
    expect(() => makeHead({ firstTrained: 16 }, { ...weights, tensors })).toThrow(
      /layer4\.2\.bn2\.bias/,
    );
  });
});
