import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { createFeatureCache, type FeatureCache } from '../../../src/train/trunk/feature-cache.js';

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'thaw-features-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Rows of one number each. */
function keep(cache: FeatureCache, key: string, values: readonly number[]) {
  const rows = cache.make([1], values.length);
  rows?.write(0, Float32Array.from(values));
  if (rows) cache.put(key, rows);
  return rows;
}

/** A cache with room for so many numbers. */
function open(numbers: number, spill: string | null = null): FeatureCache {
  const cache = createFeatureCache();
  cache.begin({ memoryBytes: 4 * numbers, spill });
  return cache;
}

test('rows come back by place, in the order asked for', () => {
  const cache = open(8);
  const rows = cache.make([2], 4)!;
  rows.write(0, Float32Array.of(0, 1, 10, 11));
  rows.write(2, Float32Array.of(20, 21, 30, 31));
  expect([...rows.read(Uint32Array.of(3, 0, 3))]).toEqual([30, 31, 0, 1, 30, 31]);
});

describe('a new task', () => {
  test('pushes out what it does not use, the longest unused first', () => {
    const cache = open(10);
    keep(cache, 'a', [1, 2, 3, 4]);
    keep(cache, 'b', [5, 6, 7, 8]);
    cache.get('a');
    cache.begin({ memoryBytes: 40, spill: null });
    keep(cache, 'c', [9, 9, 9, 9]);
    expect(cache.get('b')).toBeUndefined();
    expect(cache.get('a')).toBeDefined();
    expect(cache.get('c')).toBeDefined();
  });

  test('with less memory takes effect at once', () => {
    const cache = open(100);
    keep(cache, 'a', Array(50).fill(1));
    keep(cache, 'b', Array(50).fill(2));
    cache.begin({ memoryBytes: 200, spill: null });
    expect(cache.get('a')).toBeUndefined();
    expect(cache.get('b')).toBeDefined();
  });
});

test('what the running task uses stays, whatever else it asks room for', () => {
  const cache = open(10);
  keep(cache, 'a', [1, 2, 3, 4, 5, 6]);
  expect(keep(cache, 'b', [1, 2, 3, 4, 5, 6])).toBeUndefined();
  expect(cache.get('a')).toBeDefined();
});

test('rows that were given up make room', () => {
  const cache = open(10);
  cache.drop(cache.make([1], 10)!);
  expect(cache.make([1], 10)).toBeDefined();
});

test('what does not fit in memory goes to a file without a name, and comes back the same', () => {
  const cache = open(2, join(folder, 'features'));
  const values = Array.from({ length: 1000 }, (_, i) => i / 3);
  const rows = keep(cache, 'a', values)!;
  expect(readdirSync(folder)).toEqual([]);
  expect(cache.get('a')).toBe(rows);
  const places = Uint32Array.from({ length: 1000 }, (_, i) => 999 - i);
  expect([...rows.read(places)]).toEqual([...Float32Array.from(values)].reverse());
  cache.clear();
  expect(cache.get('a')).toBeUndefined();
  expect(existsSync(folder)).toBe(true);
});

test('a folder that is not there means no room', () => {
  expect(keep(open(2, join(folder, 'no', 'features')), 'a', [1, 2, 3])).toBeUndefined();
});
