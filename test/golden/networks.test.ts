import type { Tensor } from '@tensorflow/tfjs-core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { torchShape, toTorch } from '../../src/assets/tensor-files/torch-layout.js';
import type { NetworkWeights } from '../../src/assets/weights/weights.js';
import type { Engine } from '../../src/device/backend.js';
import { parameterCounts } from '../../src/networks/costs.js';
import { networkCalled } from '../../src/networks/index.js';
import { classifierUnit } from '../../src/networks/network.js';
import { bodyShapes } from '../../src/networks/shapes.js';
import { firstTrained } from '../../src/networks/unfreezing.js';
import { createHead } from '../../src/train/head/create-head.js';
import type { Head } from '../../src/train/head/head.js';
import { batchLoss } from '../../src/train/step/loss.js';
import { createFrozenNetwork, type FrozenNetwork } from '../../src/train/trunk/frozen-network.js';
import { trainingPass } from '../train/head/training-pass.js';
import { describeBackends } from './backends.js';
import { excess, hasGolden, readGolden } from './golden.js';
import { mixed, mixedWeights, type StateDict } from './mixed-weights.js';

interface Step {
  readonly cut: string;
  readonly loss: number;
  /** By tensor: its L2 norm, then some values. */
  readonly gradients: Readonly<Record<string, readonly number[]>>;
  /** By tensor: its first four values after the step. */
  readonly running: Readonly<Record<string, readonly number[]>>;
  readonly tolerance: {
    readonly lossAbs: number;
    readonly normRel: number;
    readonly valueInRms: number;
  };
}

interface Entry {
  readonly name: string;
  readonly tensors: StateDict;
  readonly parameters: number;
  readonly forward: {
    readonly tolerance: number;
    readonly logits: readonly number[];
    readonly features: readonly number[];
  } & Readonly<Record<`layer${1 | 2 | 3 | 4}`, readonly [number]>>;
  readonly steps: readonly Step[];
}

interface Golden {
  readonly meta: {
    readonly px: number;
    readonly batch: number;
    readonly classes: number;
    readonly imagesSeed: number;
    readonly valueStep: number;
  };
  readonly entries: readonly Entry[];
}

const FILE = 'networks.json';
if (hasGolden(FILE)) compare(readGolden<Golden>(FILE));
else test.skip(`${FILE} is not in the folder that THAW_GOLDEN names`, () => {});

function compare({ meta, entries }: Golden): void {
  const { px, batch, classes } = meta;

  describe.each(entries)('$name', ({ name, tensors, parameters }) => {
    const network = networkCalled(name);

    test("has the tensors of torchvision's state_dict, in its shapes", () => {
      const body = Object.entries(tensors).filter(([tensor]) => !tensor.startsWith('fc.'));
      const ours = Array.from(bodyShapes(network), ([tensor, shape]) => {
        return [tensor, torchShape(shape)] as const;
      });
      expect(new Map(ours)).toEqual(new Map(body));
      expect(tensors['fc.weight']).toEqual([classes, network.features]);
    });

    test("counts torchvision's parameters, the classifier's bias of 1000 aside", () => {
      const counted = parameterCounts(network).reduce((sum, count) => sum + count, 0);
      expect(counted).toBe(parameters - 1000);
    });
  });

  describeBackends('other ResNets', (load) => {
    let engine: Engine;
    beforeAll(async () => {
      engine = await load();
    });

    describe.each(entries)('$name', (entry) => {
      let weights: NetworkWeights;
      let frozen: FrozenNetwork;
      let images: Tensor;

      beforeAll(() => {
        weights = mixedWeights(entry.name, entry.tensors);
        frozen = createFrozenNetwork(engine.kernels, weights, {
          ...{ stem: 'imagenet', precision: 'float32' },
        });
        images = engine.tf.tensor4d(goldenImages(meta), [batch, px, px, 3]);
      });
      afterAll(() => {
        frozen.dispose();
        images.dispose();
      });

      const makeHead = (unit: number) =>
        createHead(engine.kernels, weights, {
          ...{ firstTrained: unit, pooling: 'avg', head: { type: 'linear' }, stem: 'imagenet' },
          ...{ classes, fcInit: weights.tensors },
        });

      test("gives PyTorch's features and logits", () => {
        const { tf } = engine;
        const { forward } = entry;
        const last = classifierUnit(weights.network);
        const near = (got: ArrayLike<number>, want: readonly number[]) => {
          const abs = forward.tolerance * Math.max(...want.map(Math.abs));
          expect(excess(got, want, { abs })).toBeLessThanOrEqual(0);
        };
        const head = makeHead(last);
        tf.tidy(() => {
          let x = images;
          let from = 0;
          for (const stage of ['layer1', 'layer2', 'layer3', 'layer4'] as const) {
            const next = weights.network.units.findLastIndex((unit) => unit.startsWith(stage));
            x = frozen.trunk(x, from, next + 1);
            from = next + 1;
            near([l2(tf.slice(x, 0, 1).dataSync())], forward[stage]);
          }
          const features = frozen.pool(x, 'avg');
          near(features.dataSync().slice(0, weights.network.features), forward.features);
          near(head.predict(features).dataSync(), forward.logits);
        });
        head.dispose();
      });

      test.each(entry.steps)("has PyTorch's loss and gradients: $cut trains", (step) => {
        const { tf } = engine;
        const unit = firstTrained(weights.network, step.cut)!;
        const head = makeHead(unit);
        const features = tf.tidy(() => {
          const x = frozen.trunk(images, 0, unit);
          return unit === classifierUnit(weights.network) ? frozen.pool(x, 'avg') : x;
        });
        const labels = tf.tensor2d(goldenLabels(meta), [batch, classes]);
        const pass = trainingPass(engine.kernels, head, features, null);
        const { loss, dLogits } = batchLoss(tf, pass.logits, labels, 0);
        const gradients = pass.backward(dLogits);
        expectStep(step, meta, loss, gradients, head);
        tf.dispose([features, labels, ...gradients.values()]);
        head.dispose();
      });
    });
  });
}

function expectStep(
  { loss, gradients, running, tolerance }: Step,
  { valueStep }: Golden['meta'],
  gotLoss: number,
  got: ReadonlyMap<string, Tensor>,
  head: Head,
): void {
  expect(Math.abs(gotLoss - loss)).toBeLessThanOrEqual(tolerance.lossAbs);
  expect([...got.keys()].sort()).toEqual(Object.keys(gradients).sort());
  for (const [name, [norm, ...values]] of Object.entries(gradients)) {
    const { shape, size } = got.get(name)!;
    const { data } = toTorch({ shape, data: got.get(name)!.dataSync<'float32'>() });
    expect(excess([l2(data)], [norm!], { rel: tolerance.normRel }), name).toBeLessThanOrEqual(0);
    const places = new Set([0, 1, 2].map((i) => (i * valueStep) % size));
    const some = [...places].sort((a, b) => a - b).map((place) => data[place]!);
    const abs = (tolerance.valueInRms * norm!) / Math.sqrt(size);
    expect(excess(some, values, { abs }), name).toBeLessThanOrEqual(0);
  }
  for (const [name, values] of Object.entries(running)) {
    const moved = head.running.get(name)!.dataSync().slice(0, values.length);
    expect(excess(moved, values, RUNNING), name).toBeLessThanOrEqual(0);
  }
}

/** What README.md allows for running statistics. */
const RUNNING = { rel: 1e-4, abs: 1e-5 };

/** Channels last; PyTorch's are counted channels first. */
function goldenImages({ px, batch, imagesSeed }: Golden['meta']): Float32Array {
  const values = mixed(imagesSeed, batch * 3 * px * px);
  const out = new Float32Array(values.length);
  values.forEach((value, i) => {
    const image = Math.floor(i / (3 * px * px));
    const channel = Math.floor(i / (px * px)) % 3;
    out[(image * px * px + (i % (px * px))) * 3 + channel] = 1.5 * value;
  });
  return out;
}

/** One-hot; image i is of class i modulo their number. */
function goldenLabels({ batch, classes }: Golden['meta']): Float32Array {
  return Float32Array.from({ length: batch * classes }, (_, i) => {
    return Math.floor(i / classes) % classes === i % classes ? 1 : 0;
  });
}

function l2(values: ArrayLike<number>): number {
  let sum = 0;
  for (let i = 0; i < values.length; i += 1) sum += values[i]! ** 2;
  return Math.sqrt(sum);
}
