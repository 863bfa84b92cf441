import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeSafetensors } from '../../src/assets/tensor-files/safetensors-write.js';
import { toTorch } from '../../src/assets/tensor-files/torch-layout.js';
import { weightsFor, weightsSources } from '../../src/assets/weights/index.js';
import type { NetworkWeights } from '../../src/assets/weights/weights.js';
import { cacheDir } from '../../src/machine/cache-dir.js';
import { BODY_SHAPES } from '../../src/networks/resnet50/shapes.js';

const CACHE = cacheDir(process.env);
const FOLDER = mkdtempSync(join(tmpdir(), 'thaw-weights-contract-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

/** One value of `model.weights` of each kind. */
const EXAMPLES: Readonly<Record<string, string>> = {
  imagenet: 'imagenet',
  random: 'random',
  safetensors: join(FOLDER, 'net.safetensors'),
};

beforeAll(() => {
  const tensors = [...BODY_SHAPES].map(([name, shape]) => {
    const data = new Float32Array(shape.reduce((all, n) => all * n, 1)).fill(1);
    return [name, toTorch({ shape, data })] as const;
  });
  writeSafetensors(EXAMPLES.safetensors!, new Map(tensors), {});
});

describe.each(weightsSources.map((source) => [source.type, source] as const))(
  'weights of kind %s',
  (type, source) => {
    const model = { architecture: 'resnet50', weights: EXAMPLES[type]! } as const;
    let weights: NetworkWeights;
    beforeAll(async () => {
      await source.prepare(model, { cacheDir: CACHE, skipBad: false, progress: () => undefined });
      weights = await source.load(model, CACHE, 7);
    });

    it('are found by what a sweep file says, and by no other', () => {
      expect(weightsFor(model.weights)).toBe(source);
      expect(source.summary).not.toBe('');
      expect(weightsSources.filter((other) => other.matches(model.weights))).toEqual([source]);
    });

    it('have every tensor of a ResNet50 before its head, finite and in its shape', () => {
      for (const [name, shape] of BODY_SHAPES) {
        const tensor = weights.tensors.get(name)!;
        expect(tensor.shape, name).toEqual(shape);
        expect(tensor.data.length, name).toBe(shape.reduce((all, n) => all * n, 1));
        expect(tensor.data.every(Number.isFinite), name).toBe(true);
      }
    });

    it('say what input they expect', () => {
      expect(weights.epsilon).toBeGreaterThan(0);
      for (const channel of [0, 1, 2]) {
        expect(weights.scale[channel]).toBeGreaterThan(0);
        expect(weights.normalization.std[channel]).toBeGreaterThan(0);
      }
    });

    it('are the same each time, told by their hash', async () => {
      expect((await source.load(model, CACHE, 7)).hash).toBe(weights.hash);
    });
  },
);
