import { mkdirSync, mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, it, test } from 'vitest';
import type { Dataset } from '../../src/assets/datasets/dataset.js';
import { datasetFor, datasets } from '../../src/assets/datasets/index.js';
import { readOpen } from '../../src/assets/datasets/reading/open-images.js';
import { imagesIn } from '../../src/core/data/contents.js';
import { DataError } from '../../src/core/errors.js';
import { cacheDir } from '../../src/machine/cache-dir.js';

const FOLDER = mkdtempSync(join(tmpdir(), 'thaw-dataset-contract-'));
afterAll(() => rmSync(FOLDER, { recursive: true }));

const OWN_CACHE = join(FOLDER, 'cache');

/** One source of each kind, and the cache folder it is prepared in. */
const EXAMPLES: Readonly<Record<string, { readonly source: string; readonly cache: string }>> = {
  cifar10: { source: 'cifar10', cache: cacheDir(process.env) },
  'cifar10-binary': { source: join(FOLDER, 'batches'), cache: OWN_CACHE },
  folder: { source: join(FOLDER, 'images'), cache: OWN_CACHE },
};

beforeAll(async () => {
  for (const [name, background] of [
    ['cat', 'red'],
    ['dog', 'blue'],
  ] as const) {
    for (const split of ['train', 'test']) {
      const place = join(FOLDER, 'images', split, name);
      mkdirSync(place, { recursive: true });
      const image = sharp({ create: { width: 20, height: 30, channels: 3, background } });
      await image.toFile(join(place, '1.png'));
    }
  }
  mkdirSync(join(FOLDER, 'batches'));
  for (const name of [1, 2, 3, 4, 5].map((n) => `data_batch_${n}`).concat('test_batch')) {
    const path = join(FOLDER, 'batches', `${name}.bin`);
    // A first record of label 3 and black; the rest of the file is zeros.
    writeFileSync(path, Uint8Array.of(3));
    truncateSync(path, 30_730_000);
  }
});

test('every kind of data set has an example here to be tried with', () => {
  for (const { type } of datasets) expect(EXAMPLES[type], type).toBeDefined();
});

const examples = datasets.filter(({ type }) => EXAMPLES[type]);

describe.each(examples.map((def) => [def.type, def] as const))(
  'a data set of kind %s',
  (type, def) => {
    const { source, cache } = EXAMPLES[type]!;
    const data = { source, decodeSize: 16 };
    let dataset: Dataset;
    beforeAll(async () => {
      const options = { cacheDir: cache, skipBad: false, progress: () => undefined };
      expect(await def.prepare(data, options)).toMatchObject({ skipped: [] });
      dataset = await def.open(data, cache);
      return () => dataset.close();
    });

    it('is found by what a sweep file says', () => {
      expect(datasetFor(source)).toBe(def);
      expect(def.summary).not.toBe('');
    });

    it('knows its size before it is prepared', () => {
      const { classNames, counts } = def.contents(source, join(FOLDER, 'empty'))!;
      for (const split of ['train', 'test'] as const) {
        expect(imagesIn(counts[split])).toBe(dataset.labels(split).length);
      }
      expect(classNames).toEqual(dataset.classNames);
    });

    it.each(['train', 'test'] as const)('has a class for every label: %s', (split) => {
      const labels = dataset.labels(split);
      expect(labels.length).toBeGreaterThan(0);
      expect(labels.every((label) => label < dataset.classNames.length)).toBe(true);
    });

    it.each(['train', 'test'] as const)('reads any images in any order: %s', (split) => {
      const last = dataset.labels(split).length - 1;
      const size = dataset.side ** 2 * 3;
      const images = dataset.read(split, Uint32Array.of(last, 0));
      expect(images).toHaveLength(2 * size);
      expect(images.subarray(0, size)).toEqual(dataset.read(split, [last]));
      expect(images.subarray(size)).toEqual(dataset.read(split, [0]));
      expect(dataset.read(split, [])).toHaveLength(0);
    });

    it('is read by other threads, where they can read it, as by this one', () => {
      const last = dataset.labels('train').length - 1;
      const rows = [last, 0, last];
      const opened = structuredClone(dataset.opened);
      if (opened) expect(readOpen(opened, 'train', rows)).toEqual(dataset.read('train', rows));
      const beyond = [last + 1];
      if (opened) expect(() => readOpen(opened, 'train', beyond)).toThrow(DataError);
    });

    it('refuses an image that it does not have', () => {
      const beyond = dataset.labels('train').length;
      expect(() => dataset.read('train', [beyond])).toThrow(DataError);
    });

    it('decodes any image file to its own size', async () => {
      const { data: bytes, side } = await def.decode(join(FOLDER, 'images/test/cat/1.png'), 16);
      expect(side).toBe(dataset.side);
      expect(bytes).toHaveLength(side * side * 3);
      expect([...bytes.subarray(0, 3)]).toEqual([255, 0, 0]);
      await expect(def.decode(join(FOLDER, 'none.png'), 16)).rejects.toThrow(DataError);
    });
  },
);
