import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { SearchSpace } from '../../src/core/space.js';
import { createSampler } from '../../src/search/create-sampler.js';
import { samplerNamed } from '../../src/search/sampler-named.js';
import { shuffledIndex } from '../../src/search/spaces/shuffled-index.js';
import { ask, pointOf } from './asking.js';

const grid = (space: SearchSpace, order: 'declared' | 'shuffled' = 'declared', seed = 0) =>
  createSampler({ method: { type: 'grid' }, space, seed, order }, () => true);
const all = (sampler: ReturnType<typeof grid>) => ask(sampler, 0, 1000);

describe('a grid', () => {
  const space: SearchSpace = {
    optimizer: { kind: 'categorical', values: ['sgd', 'adam'] },
    epochs: { kind: 'constant', value: 2 },
    learning_rate: { kind: 'uniform', low: 1e-4, high: 1e-2, scale: 'log', count: 3 },
  };

  test('varies the last parameter fastest', () => {
    expect(
      all(grid(space)).map(({ optimizer, learning_rate }) => [optimizer, learning_rate]),
    ).toEqual([
      ['sgd', 1e-4],
      ['sgd', expect.closeTo(1e-3, 12)],
      ['sgd', 1e-2],
      ['adam', 1e-4],
      ['adam', expect.closeTo(1e-3, 12)],
      ['adam', 1e-2],
    ]);
  });

  test('takes all multiples of a quantized range, and each integer', () => {
    const sampler = grid({
      batch_size: { kind: 'uniform', low: 10, high: 40, scale: 'linear', q: 8 },
      unfrozen_layers: { kind: 'int_uniform', low: 1, high: 2 },
    });
    expect(all(sampler).map((params) => Object.values(params))).toEqual(
      [16, 24, 32, 40].flatMap((size) => [
        [size, 1],
        [size, 2],
      ]),
    );
  });

  test('covers each point once in either order', () => {
    const keys = (order: 'declared' | 'shuffled') =>
      all(grid(space, order)).map((params) => JSON.stringify(params));
    expect(new Set(keys('declared')).size).toBe(6);
    expect(keys('shuffled').toSorted()).toEqual(keys('declared').toSorted());
    expect(keys('shuffled')).not.toEqual(keys('declared'));
  });

  test('is lazy: a shuffled grid of 10^12 points answers at once', () => {
    const wide = Object.fromEntries(
      Array.from({ length: 12 }, (_, i) => [`p${i}`, { kind: 'int_uniform', low: 0, high: 9 }]),
    ) as SearchSpace;
    const sampler = grid(wide, 'shuffled');
    expect(samplerNamed('grid').size(wide)).toBe(1e12);
    const points = [0, 1, 999_999_999_999].map((n) => JSON.stringify(pointOf(sampler, n)));
    expect(new Set(points).size).toBe(3);
  });

  test('refuses a continuous range without a count', () => {
    expect(() =>
      grid({ learning_rate: { kind: 'uniform', low: 0, high: 1, scale: 'linear' } }),
    ).toThrow('learning_rate');
  });
});

describe('a shuffled index', () => {
  test('is a permutation for every size and seed', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 300 }), fc.integer(), (size, seed) => {
        const places = Array.from({ length: size }, (_, i) => shuffledIndex(i, size, seed));
        expect(places.toSorted((a, b) => a - b)).toEqual(Array.from({ length: size }, (_, i) => i));
      }),
      { numRuns: 30 },
    );
  });

  test('puts the first index anywhere with about equal chance', () => {
    const counts = new Array(10).fill(0);
    for (let seed = 0; seed < 2000; seed += 1) counts[shuffledIndex(0, 10, seed)] += 1;
    for (const count of counts) expect(Math.abs(count - 200)).toBeLessThan(60);
  });
});
