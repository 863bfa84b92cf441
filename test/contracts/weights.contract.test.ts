import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import { writeSafetensors } from '../../src/assets/tensor-files/safetensors-write.js';
import { toTorch } from '../../src/assets/tensor-files/torch-layout.js';
import { weightsFor, weightsSources } from '../../src/assets/weights/index.js';
import type { NetworkWeights } from '../../src/assets/weights/weights.js';
import { cacheDir } from '../../src/machine/cache-dir.js';
import { networks } from '../../src/networks/index.js';
import { resnet18 } from '../../src/networks/resnet18.js';
import { bodyShapes } from '../../src/networks/shapes.js';

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
  const tensors = [...bodyShapes(resnet18)].map(([name, shape]) => {
    const data = new Float32Array(shape.reduce((all, n) => all * n, 1)).fill(1);
    return [name, toTorch({ shape, data })] as const;
  });
  writeSafetensors(EXAMPLES.safetensors!, new Map(tensors), {});
});

/** Files of every network would take long to write, and differ in nothing that is looked at here. */
const CASES = weightsSources
  .filter(({ type }) => EXAMPLES[type])
  .flatMap((source) =>
    networks
      .filter(({ name }) => source.architecture === null || source.architecture === name)
      .filter((network) => source.type !== 'safetensors' || network === resnet18)
      .map((network) => [source.type, network.name, source, network] as const),
  );

test('every kind of weights has an example here to be tried with', () => {
  for (const { type } of weightsSources) expect(EXAMPLES[type], type).toBeDefined();
});

describe.each(CASES)('weights of kind %s for %s', (type, architecture, source, network) => {
  const model = { architecture, weights: EXAMPLES[type]! };
  let weights: NetworkWeights;
  beforeAll(async () => {
    await source.prepare(model, { cacheDir: CACHE, skipBad: false, progress: () => undefined });
    weights = await source.load(model, CACHE, 7);
  });

  it('say what they were trained with before they are loaded', () => {
    expect(source.standard?.(model)).toEqual(weights.normalization);
  });

  it('are found by what a sweep file says, and by no other', () => {
    expect(weightsFor(model.weights)).toBe(source);
    expect(source.summary).not.toBe('');
    expect(weightsSources.filter((other) => other.matches(model.weights))).toEqual([source]);
  });

  it('have every tensor of the network before its head, finite and in its shape', () => {
    expect(weights.network).toBe(network);
    for (const [name, shape] of bodyShapes(network)) {
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
});
