import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { withSafetensors } from '../../../src/assets/tensor-files/safetensors-read.js';
import { writeSafetensors } from '../../../src/assets/tensor-files/safetensors-write.js';
import { exportSafetensors } from '../../../src/assets/weights/export-safetensors.js';
import { inputTransform } from '../../../src/assets/weights/input-transform.js';
import { random } from '../../../src/assets/weights/random.js';
import { safetensors } from '../../../src/assets/weights/safetensors.js';
import type { NetworkWeights, WeightTensor } from '../../../src/assets/weights/weights.js';
import { WeightsError } from '../../../src/core/errors.js';
import { flatRecipe } from '../../../src/core/recipe.js';
import { networks } from '../../../src/networks/index.js';
import { resnet50 } from '../../../src/networks/resnet50.js';
import { BN_TENSORS, bodyConvs, bodyShapes } from '../../../src/networks/shapes.js';
import { changed, fakeRecipe } from '../../fakes/specs.js';

const FOLDER = mkdtempSync(join(tmpdir(), 'thaw-export-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const PREPARE = { cacheDir: FOLDER, skipBad: false, progress: () => undefined };
const RECIPE = changed(fakeRecipe(), { seed: 1, imageSize: 64 });
const MODEL = RECIPE.trunk.model;

/** As if it came from Keras: another layout, epsilon and input range. */
function asKeras(weights: NetworkWeights): NetworkWeights {
  return {
    ...weights,
    layout: 'v1',
    epsilon: 1.001e-5,
    normalization: { mean: [0.4, 0.5, 0.6], std: [0.2, 0.25, 0.3] },
    scale: [51, 63.75, 76.5],
  };
}

const CLASSIFIER = new Map([
  ['fc.weight', { shape: [2048, 3], data: Float32Array.from({ length: 6144 }, (_, i) => i) }],
  ['fc.bias', { shape: [3], data: Float32Array.of(1, 2, 3) }],
]);

describe('exporting a network', () => {
  let weights: NetworkWeights;
  const output = join(FOLDER, 'net.safetensors');
  const options = () => ({
    weights,
    trained: CLASSIFIER,
    recipe: RECIPE,
    classNames: ['a', 'b', 'c'],
    metadata: { trial: '7' },
    output,
  });
  beforeAll(async () => {
    weights = asKeras(await random.load(MODEL, FOLDER, 5));
    exportSafetensors(options());
  });

  it("holds the 320 tensors of torchvision's resnet50, in its shapes", () => {
    withSafetensors(output, ({ tensors }) => {
      expect(tensors.size).toBe(320);
      const shape = (name: string) => tensors.get(name)?.shape;
      expect(shape('conv1.weight')).toEqual([64, 3, 7, 7]);
      expect(shape('layer1.0.downsample.0.weight')).toEqual([256, 64, 1, 1]);
      expect(shape('layer2.0.conv2.weight')).toEqual([128, 128, 3, 3]);
      expect(shape('layer4.2.bn3.running_var')).toEqual([2048]);
      expect(shape('fc.weight')).toEqual([3, 2048]);
      expect(tensors.get('bn1.num_batches_tracked')).toMatchObject({ dtype: 'I64', shape: [] });
    });
  });

  it('turns filters and classifier to [out, in, ...]', () => {
    withSafetensors(output, ({ read }) => {
      const ours = weights.tensors.get('conv1.weight')!.data;
      const theirs = read('conv1.weight').data;
      // Row 2, column 3, input 1, output 40.
      expect(theirs[40 * 3 * 49 + 1 * 49 + 2 * 7 + 3]).toBe(ours[((2 * 7 + 3) * 3 + 1) * 64 + 40]);
      // Feature 1000 to class 2 is 1000 * 3 + 2 in [in, out].
      expect(read('fc.weight').data[2 * 2048 + 1000]).toBe(3002);
    });
  });

  it('says in its metadata how to run it', () => {
    withSafetensors(output, ({ metadata }) => {
      expect(metadata).toMatchObject({
        format: 'pt',
        layout: 'v1',
        epsilon: '0.00001001',
        mean: '[0.4,0.5,0.6]',
        image_size: '64',
        class_names: '["a","b","c"]',
        trial: '7',
      });
      // Together: (x / 255 - mean) / std is byte - 255 * mean.
      for (const std of JSON.parse(metadata.std!)) expect(std).toBeCloseTo(1 / 255, 12);
      expect(JSON.parse(metadata.recipe!)).toEqual(flatRecipe(RECIPE));
    });
  });

  it('comes back as the weights of another sweep', async () => {
    const model = { ...MODEL, weights: output };
    await safetensors.prepare(model, PREPARE);
    const back = await safetensors.load(model, FOLDER, 0);
    expect(back).toMatchObject({ layout: 'v1', epsilon: 1.001e-5, scale: weights.scale });
    for (const [name, { shape, data }] of weights.tensors) {
      if (name.startsWith('fc.')) continue;
      expect(back.tensors.get(name)!.shape, name).toEqual(shape);
      expect(bytesOf(back.tensors.get(name)!.data).equals(bytesOf(data)), name).toBe(true);
    }
    expect(back.tensors.get('fc.weight')).toEqual(CLASSIFIER.get('fc.weight'));
    const asked = { mean: [0.1, 0.2, 0.3], std: [0.5, 0.6, 0.7] } as const;
    expect(inputTransform(back, 'weights')).toEqual(inputTransform(weights, 'weights'));
    expect(inputTransform(back, asked)).toEqual(inputTransform(weights, asked));
  });

  it('carries the normalization a trial was trained with, not that of its first weights', async () => {
    const normalization = { mean: [0.1, 0.2, 0.3], std: [0.5, 0.6, 0.7] } as const;
    const path = join(FOLDER, 'own-mean.safetensors');
    exportSafetensors({ ...options(), recipe: changed(RECIPE, { normalization }), output: path });
    const back = await safetensors.load({ ...MODEL, weights: path }, FOLDER, 0);
    expect(inputTransform(back, 'weights')).toEqual(inputTransform(weights, normalization));
  });

  it('takes trained tensors in place of those it started from', () => {
    const gamma = { shape: [2048], data: new Float32Array(2048).fill(9) };
    const path = join(FOLDER, 'trained.safetensors');
    const trained = new Map([...CLASSIFIER, ['layer4.2.bn3.weight', gamma] as const]);
    exportSafetensors({ ...options(), trained, output: path });
    withSafetensors(path, ({ read }) => {
      expect(read('layer4.2.bn3.weight').data.every((value) => value === 9)).toBe(true);
      expect(read('layer4.2.bn2.weight').data.every((value) => value === 1)).toBe(true);
    });
  });

  it('refuses to go without the classifier, or with a misshapen tensor', () => {
    const bad = new Map([
      ...CLASSIFIER,
      ['bn1.bias', { shape: [2], data: new Float32Array(2) }] as const,
    ]);
    expect(() => exportSafetensors({ ...options(), trained: new Map() })).toThrow(
      'lacks fc.weight',
    );
    expect(() => exportSafetensors({ ...options(), trained: bad })).toThrow(
      'bn1.bias is 2; expected 64',
    );
  });
});

describe.each(networks.map((network) => [network.name, network] as const))(
  'an exported %s',
  (architecture, network) => {
    it('is read again as what it was, to the bit', async () => {
      const path = join(FOLDER, `${architecture}.safetensors`);
      const model = { architecture, weights: path };
      const tensors = Array.from(bodyShapes(network), ([name, shape], place) => {
        const data = new Float32Array(shape.reduce((all, n) => all * n, 1)).fill(place + 0.5);
        const first = name.endsWith('.running_var') ? 0 : -1;
        return [name, { shape, data: data.fill(first, 0, 1) }] as const;
      });
      const body = new Map(tensors);
      exportSafetensors({
        weights: asKeras({ ...BLANK, network, tensors: body }),
        trained: new Map([
          [
            'fc.weight',
            { shape: [network.features, 2], data: new Float32Array(2 * network.features) },
          ],
          ['fc.bias', { shape: [2], data: Float32Array.of(1, 2) }],
        ]),
        recipe: { ...RECIPE, trunk: { ...RECIPE.trunk, model } },
        classNames: ['a', 'b'],
        metadata: {},
        output: path,
      });
      await safetensors.prepare(model, PREPARE);
      const read = await safetensors.load(model, FOLDER, 0);
      expect(read).toMatchObject({ network, layout: 'v1', epsilon: 1.001e-5 });
      for (const [name, { shape, data }] of body) {
        expect(read.tensors.get(name)!.shape, name).toEqual(shape);
        expect(Buffer.compare(bytesOf(read.tensors.get(name)!.data), bytesOf(data)), name).toBe(0);
      }
      rmSync(path);
    });
  },
);

/** Weights of which only the tensors matter. */
const BLANK: Omit<NetworkWeights, 'network' | 'tensors'> = {
  layout: 'v1.5',
  epsilon: 1e-5,
  normalization: { mean: [0, 0, 0], std: [1, 1, 1] },
  scale: [1, 1, 1],
  hash: '',
};

describe("a user's .safetensors file", () => {
  const path = join(FOLDER, 'theirs.safetensors');
  const model = { architecture: 'resnet50', weights: path } as const;
  const vector = (n: number) => ({ shape: [n], data: new Float32Array(n) });
  /** Filters of ones, and all else zeros. */
  function body(): Map<string, WeightTensor> {
    const tensors = new Map<string, WeightTensor>();
    for (const { conv, bn, shape } of bodyConvs(resnet50)) {
      const [k, , input, out] = shape;
      const data = new Float32Array(out * input * k * k).fill(1);
      tensors.set(`${conv}.weight`, { shape: [out, input, k, k], data });
      for (const name of BN_TENSORS) tensors.set(`${bn}.${name}`, vector(out));
    }
    return tensors;
  }

  it("is taken for torchvision's: v1.5, epsilon 1e-5, ImageNet's mean and std", async () => {
    writeSafetensors(path, body(), { format: 'pt' });
    await safetensors.prepare(model, PREPARE);
    const weights = await safetensors.load(model, FOLDER, 0);
    expect(weights).toMatchObject({ layout: 'v1.5', epsilon: 1e-5, scale: [1, 1, 1] });
    expect(weights.normalization.mean).toEqual([0.485, 0.456, 0.406]);
  });

  it('is refused with a list of what is missing, misshapen or not of a ResNet50', async () => {
    const tensors = body();
    tensors.delete('layer1.0.conv2.weight');
    tensors.set('bn1.bias', vector(32));
    tensors.set('layer3.6.bn1.bias', vector(4));
    writeSafetensors(path, tensors, {});
    const refused = safetensors.prepare(model, PREPARE);
    await expect(refused).rejects.toThrow(WeightsError);
    await expect(refused).rejects.toThrow('layer1.0.conv2.weight (64 x 64 x 3 x 3) is missing');
    await expect(refused).rejects.toThrow('bn1.bias is 32; expected 64');
    await expect(refused).rejects.toThrow('layer3.6.bn1.bias is not part of a ResNet50');
    await expect(safetensors.load(model, FOLDER, 0)).rejects.toThrow(WeightsError);
  });

  it("of another network's is refused, and told to be that", async () => {
    writeSafetensors(path, body(), {});
    const refused = safetensors.prepare({ architecture: 'resnet101', weights: path }, PREPARE);
    await expect(refused).rejects.toThrow(WeightsError);
    await expect(refused).rejects.toThrow(
      /theirs.safetensors holds a ResNet50, not a ResNet101: set model.architecture to resnet50/,
    );
  });

  it('of no known network is refused without telling every tensor', async () => {
    writeSafetensors(path, new Map([['blocks.0.attn.qkv.weight', vector(4)]]), {});
    await expect(safetensors.prepare(model, PREPARE)).rejects.toThrow(
      /no name of its 1 tensors is known: blocks.0.attn.qkv.weight/,
    );
  });

  it('that claims to be an export but lost its metadata is refused', async () => {
    writeSafetensors(path, body(), { producer: 'thaw', layout: 'v2' });
    await expect(safetensors.prepare(model, PREPARE)).rejects.toThrow('layout (v1 or v1.5)');
  });
});

describe('random weights', () => {
  it('are a function of the seed', async () => {
    const [one, again, other] = await Promise.all(
      [1, 1, 2].map((seed) => random.load(MODEL, FOLDER, seed)),
    );
    expect(one!.hash).toBe(again!.hash);
    expect(one!.hash).not.toBe(other!.hash);
  });

  it('have the variance 2 / (k * k * out), and mean 0', async () => {
    const { tensors } = await random.load(MODEL, FOLDER, 3);
    const { data } = tensors.get('layer2.0.conv2.weight')!;
    const mean = data.reduce((sum, value) => sum + value, 0) / data.length;
    const variance = data.reduce((sum, value) => sum + (value - mean) ** 2, 0) / data.length;
    // 147,456 draws: standard errors are 1.1e-4 of the mean and 0.4 % of the variance.
    expect(Math.abs(mean)).toBeLessThan(5e-4);
    expect(variance / (2 / (9 * 128))).toBeCloseTo(1, 1);
  });
});

function bytesOf(data: Float32Array): Buffer {
  return Buffer.from(data.buffer, data.byteOffset, data.byteLength);
}
