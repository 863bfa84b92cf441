import { expect, test } from 'vitest';
import { createFeatureCache } from '../../src/train/feature-cache.js';

const rows = (length: number) => ({ data: new Float32Array(length), shape: [1] });

test('the longest unused rows are forgotten first', () => {
  const cache = createFeatureCache();
  cache.limit(4 * 10);
  cache.put('a', rows(4));
  cache.put('b', rows(4));
  cache.get('a');
  cache.put('c', rows(4));
  expect(cache.get('b')).toBeUndefined();
  expect(cache.get('a')).toBeDefined();
  expect(cache.get('c')).toBeDefined();
});

test('rows larger than the budget are not kept and push nothing out', () => {
  const cache = createFeatureCache();
  cache.limit(4 * 10);
  cache.put('a', rows(4));
  expect(cache.fits(4 * 11)).toBe(false);
  cache.put('big', rows(11));
  expect(cache.get('big')).toBeUndefined();
  expect(cache.get('a')).toBeDefined();
});

test('a smaller budget takes effect at once', () => {
  const cache = createFeatureCache();
  cache.limit(400);
  cache.put('a', rows(50));
  cache.put('b', rows(50));
  cache.limit(200);
  expect(cache.get('a')).toBeUndefined();
  expect(cache.get('b')).toBeDefined();
});
