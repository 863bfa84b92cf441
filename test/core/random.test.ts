import fc from 'fast-check';
import { expect, test } from 'vitest';
import { drawInt, drawNormal, permutation, rngFor } from '../../src/core/random.js';

const draws = (rng: () => number, n: number) => Array.from({ length: n }, rng);

test('equal keys give equal streams, and a key says where its parts end', () => {
  expect(draws(rngFor('a', 1, 2), 5)).toEqual(draws(rngFor('a', 1, 2), 5));
  expect(draws(rngFor('a', 12), 5)).not.toEqual(draws(rngFor('a', 1, 2), 5));
  expect(draws(rngFor('a', '1'), 5)).not.toEqual(draws(rngFor('a', 1), 5));
});

test('a permutation holds every index once', () => {
  fc.assert(
    fc.property(fc.nat(500), fc.integer(), (n, seed) => {
      const order = [...permutation(rngFor('test', seed), n)];
      expect(order.toSorted((a, b) => a - b)).toEqual(Array.from({ length: n }, (_, i) => i));
    }),
  );
});

test('every permutation of three is as likely as another', () => {
  const counts = new Map<string, number>();
  for (let seed = 0; seed < 6000; seed += 1) {
    const key = permutation(rngFor('three', seed), 3).join('');
    counts.set(key, (counts.get(key) ?? 0) + 1);
  }
  expect(counts.size).toBe(6);
  for (const count of counts.values()) expect(Math.abs(count - 1000)).toBeLessThan(150);
});

test('integers stay below their bound', () => {
  const rng = rngFor('int');
  const seen = new Set(draws(() => drawInt(rng, 4), 200));
  expect([...seen].sort()).toEqual([0, 1, 2, 3]);
});

test('normal draws have mean 0 and variance 1', () => {
  const rng = rngFor('normal');
  const values = draws(() => drawNormal(rng), 20_000);
  const mean = values.reduce((sum, x) => sum + x, 0) / values.length;
  const variance = values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / values.length;
  expect(Math.abs(mean)).toBeLessThan(0.03);
  expect(Math.abs(variance - 1)).toBeLessThan(0.04);
});
