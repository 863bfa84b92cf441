import type { Tensor } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../src/device/backend.js';
import { classifierUnit } from '../../src/networks/network.js';
import { resnet50 } from '../../src/networks/resnet50.js';
import { createHead } from '../../src/train/head/create-head.js';
import type { Head } from '../../src/train/head/head.js';
import type { FrozenNetwork } from '../../src/train/trunk/frozen-network.js';
import { createFrozenNetwork } from '../../src/train/trunk/frozen-network.js';
import { describeBackends } from './backends.js';
import { excess, readGolden } from './golden.js';
import { type GoldenImages, goldenImages, imagenetWeights } from './imagenet.js';

const FC = classifierUnit(resnet50);

interface Stage {
  readonly shape: readonly number[];
  readonly mean: number;
  readonly std: number;
  readonly first8: readonly number[];
}

interface Entry {
  readonly testIndex: number;
  readonly px: number;
  readonly input: Stage;
  readonly top5: readonly { readonly index: number; readonly value: number }[];
  readonly logits: { readonly mean: number; readonly l2: number };
  readonly pooled: {
    readonly first16: readonly number[];
    readonly mean: number;
    readonly l2: number;
  };
  readonly stages: Readonly<Record<string, Stage>>;
}

const { meta, entries } = readGolden<{
  meta: { tolerance: { rel: number; abs: number } };
  entries: readonly Entry[];
}>('resnet50-forward.json');

/** Units a stage of the paper ends before. */
const ENDS: Readonly<Record<string, number>> = { conv2_x: 4, conv3_x: 8, conv4_x: 14, conv5_x: 17 };

describeBackends("ImageNet's ResNet50", (load) => {
  let engine: Engine;
  let network: FrozenNetwork;
  let classifier: Head;
  let images: GoldenImages;

  beforeAll(async () => {
    const weights = await imagenetWeights();
    engine = await load();
    network = createFrozenNetwork(engine.kernels, weights, {
      ...{ stem: 'imagenet', precision: 'float32' },
    });
    classifier = createHead(engine.kernels, weights, {
      firstTrained: FC,
      pooling: 'avg',
      head: { type: 'linear' },
      stem: 'imagenet',
      classes: 1000,
      fcInit: weights.tensors,
    });
    images = goldenImages('test', weights);
  });
  afterAll(() => {
    network.dispose();
    classifier.dispose();
  });

  test.each(entries)('sees test image $testIndex at $px px as PyTorch does', (entry) => {
    const { tf } = engine;
    const { testIndex, px } = entry;
    const input = images.input(testIndex, 1, px);
    const bgr = input.map((_, i) => input[i + 2 - 2 * (i % 3)]!);
    expectStage(bgr, [px, px, 3], entry.input);

    tf.tidy(() => {
      let x: Tensor = tf.tensor4d(input, [1, px, px, 3]);
      let from = 0;
      for (const [stage, want] of Object.entries(entry.stages)) {
        x = network.trunk(x, from, ENDS[stage]!);
        from = ENDS[stage]!;
        expectStage(x.dataSync<'float32'>(), x.shape.slice(1), want);
      }
      const pooled = network.pool(x, 'avg');
      const features = pooled.dataSync<'float32'>();
      expectNear(features.slice(0, entry.pooled.first16.length), entry.pooled.first16);
      expectNear([mean(features), l2(features)], [entry.pooled.mean, entry.pooled.l2]);

      const logits = classifier.predict(pooled).dataSync<'float32'>();
      expectNear([mean(logits), l2(logits)], [entry.logits.mean, entry.logits.l2]);
      const ranked = Array.from(logits.keys()).sort((a, b) => logits[b]! - logits[a]!);
      const top = entry.top5.map(({ index }) => index);
      expect(ranked.slice(0, top.length)).toEqual(top);
      expectNear(
        top.map((index) => logits[index]!),
        entry.top5.map(({ value }) => value),
      );
    });
  });
});

function expectStage(values: Float32Array, shape: readonly number[], want: Stage): void {
  expect(shape).toEqual(want.shape);
  const average = mean(values);
  const std = Math.sqrt(mean(values.map((value) => (value - average) ** 2)));
  expectNear([average, std], [want.mean, want.std]);
  expectNear(values.slice(0, want.first8.length), want.first8);
}

function expectNear(got: ArrayLike<number>, want: readonly number[]): void {
  expect(excess(got, want, meta.tolerance), `got ${Array.from(got)}`).toBeLessThanOrEqual(0);
}

function mean(values: Float32Array): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

function l2(values: Float32Array): number {
  return Math.sqrt(values.reduce((sum, value) => sum + value * value, 0));
}
