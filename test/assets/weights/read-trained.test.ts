import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { writeCheckpoint } from '../../../src/assets/tensor-files/checkpoint-file.js';
import { random } from '../../../src/assets/weights/random.js';
import { readTrained } from '../../../src/assets/weights/read-trained.js';
import type { NetworkWeights, WeightTensor } from '../../../src/assets/weights/weights.js';
import { WeightsError } from '../../../src/core/errors.js';
import { networkCalled } from '../../../src/networks/index.js';
import { trainedShapes } from '../../../src/networks/trained-shapes.js';
import { changed, fakeRecipe } from '../../fakes/specs.js';

const FOLDER = mkdtempSync(join(tmpdir(), 'thaw-trained-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

/** The last block of a resnet18, and a classifier of two. */
const RECIPE = changed(fakeRecipe(), {
  model: { architecture: 'resnet18', weights: 'random' },
  firstTrained: 8,
});
const PATH = join(FOLDER, 'trial-1.ckpt');
const from = (digest: string | null) => ({
  recipe: RECIPE,
  classNames: ['cat', 'dog'],
  checkpoint: { path: PATH, digest },
});

let weights: NetworkWeights;
let tensors: Map<string, WeightTensor>;
beforeAll(async () => {
  weights = await random.load(RECIPE.trunk.model, FOLDER, 7);
  const { stem } = RECIPE.trunk;
  const form = { ...RECIPE.training, stem, layout: weights.layout, classes: 2 };
  tensors = new Map(
    trainedShapes(networkCalled('resnet18'), form).map(([name, shape]) => {
      const length = shape.reduce((all, n) => all * n, 1);
      return [name, { shape, data: new Float32Array(length).fill(0.5) }];
    }),
  );
});

type Change = (all: Map<string, WeightTensor>) => unknown;

/** Writes them with a change; gives the file's SHA-256. */
function write(change: Change = () => undefined): string {
  const all = new Map(tensors);
  change(all);
  return writeCheckpoint(PATH, all, { epoch: '1' });
}

const FC = 'fc.weight';

describe('what a trial trained', () => {
  it('is read as it was written', () => {
    const read = readTrained(weights, from(write()));
    expect([...read.keys()].sort()).toEqual([...tensors.keys()].sort());
    expect(read.get(FC)).toEqual(tensors.get(FC));
  });

  it('is read of an older program, without a digest', () => {
    write();
    expect(readTrained(weights, from(null)).size).toBe(tensors.size);
  });

  it('is refused for any one bit', () => {
    const digest = write();
    const bytes = readFileSync(PATH);
    for (const at of [0, 30, bytes.length - 2]) {
      const flipped = Buffer.from(bytes);
      flipped[at]! ^= 4;
      writeFileSync(PATH, flipped);
      expect(() => readTrained(weights, from(digest))).toThrow(WeightsError);
      expect(() => readTrained(weights, from(digest))).toThrow('is not as it was written');
    }
  });

  it.each<readonly [what: string, change: Change, told: RegExp]>([
    ['missing', (all) => all.delete(FC), /fc\.weight is missing/],
    ['renamed', (all) => all.set('other', all.get(FC)!) && all.delete(FC), /it holds other/],
    ['one more', (all) => all.set('layer1.0.bn1.bias', all.get('fc.bias')!), /holds layer1.0.bn1/],
    [
      'transposed',
      (all) => all.set(FC, { ...all.get(FC)!, shape: [2, 512] }),
      /fc\.weight is 2 x 512; expected 512 x 2/,
    ],
    [
      'of three classes',
      (all) => all.set('fc.bias', { shape: [3], data: new Float32Array(3) }),
      /fc\.bias is 3; expected 2/,
    ],
    [
      'no number',
      (all) => all.set('fc.bias', { shape: [2], data: Float32Array.of(1, Number.NaN) }),
      /fc\.bias has values that are no numbers/,
    ],
    [
      'infinite',
      (all) => all.set('fc.bias', { shape: [2], data: Float32Array.of(1, 1 / 0) }),
      /fc\.bias has values that are no numbers/,
    ],
  ])('is refused with a tensor that is %s, though no digest is known', (_what, change, told) => {
    write(change);
    expect(() => readTrained(weights, from(null))).toThrow(WeightsError);
    expect(() => readTrained(weights, from(null))).toThrow(told);
  });

  it('is taken from a whole network, which holds more', () => {
    const whole = { ...weights, tensors: new Map([...weights.tensors, ...tensors]) };
    const read = readTrained(whole, { ...from(null), checkpoint: null });
    expect([...read.keys()].sort()).toEqual([...tensors.keys()].sort());
    const cut = { ...weights, tensors: new Map([...tensors].filter(([name]) => name !== FC)) };
    expect(() => readTrained(cut, { ...from(null), checkpoint: null })).toThrow(
      /fc\.weight is missing/,
    );
  });
});
