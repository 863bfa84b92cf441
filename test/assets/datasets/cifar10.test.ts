import { beforeAll, describe, expect, it } from 'vitest';
import { cifar10 } from '../../../src/assets/datasets/cifar10.js';
import type { Dataset } from '../../../src/assets/datasets/dataset.js';
import { cacheDir } from '../../../src/machine/cache-dir.js';
import { readGolden, readGoldenBytes } from '../../golden/golden.js';

const CACHE = cacheDir(process.env);
const DATA = { source: 'cifar10', decodeSize: 32 };

interface GoldenImages {
  readonly file: string;
  readonly firstIndex: number;
  readonly labels: readonly number[];
}

describe('CIFAR-10', () => {
  let dataset: Dataset;
  beforeAll(async () => {
    await cifar10.prepare(DATA, { cacheDir: CACHE, skipBad: false, progress: () => undefined });
    dataset = await cifar10.open(DATA, CACHE);
    return () => dataset.close();
  });

  it.each(['train', 'test'] as const)(
    'has the images and labels of its usual order: %s',
    (split: 'train' | 'test') => {
      const golden = readGolden<Record<'train' | 'test', GoldenImages>>('images.json')[split];
      const places = golden.labels.map((_, i) => golden.firstIndex + i);
      const labels = dataset.labels(split);
      expect(places.map((place) => labels[place])).toEqual(golden.labels);
      expect(Buffer.compare(dataset.read(split, places), readGoldenBytes(golden.file))).toBe(0);
    },
  );

  it('has 5,000 training and 1,000 test images of each class', () => {
    for (const [split, each] of [
      ['train', 5000],
      ['test', 1000],
    ] as const) {
      const counts = Array(10).fill(0);
      for (const label of dataset.labels(split)) counts[label] += 1;
      expect(counts).toEqual(Array(10).fill(each));
    }
  });

  it('reads images in the order asked for, repeats included', () => {
    const [first, last] = [dataset.read('train', [0]), dataset.read('train', [49_999])];
    expect(dataset.read('train', [49_999, 0, 49_999])).toEqual(
      Uint8Array.from([...last, ...first, ...last]),
    );
  });

  it('knows its size without a look', () => {
    expect(cifar10.contents('cifar10', '/nowhere')!.counts.train).toEqual(Array(10).fill(5000));
  });
});
