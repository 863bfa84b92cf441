import { cpSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Dataset } from '../../../src/assets/datasets/dataset.js';
import { DataError } from '../../../src/core/errors.js';
import type { TrunkRecipe } from '../../../src/core/recipe.js';
import { builtinSets } from '../../../src/images/augmentation-sets.js';
import { type AugmentedImages, augmentAhead } from '../../../src/train/augmenting/augment-ahead.js';
import { augmentThreadCount } from '../../../src/train/augmenting/thread-count.js';
import { batchOrder } from '../../../src/train/input/batch-order.js';
import { createImageSource } from '../../../src/train/input/image-source.js';
import type { NativeBatch } from '../../../src/train/input/native-images.js';
import { SUPERVISOR } from '../cohort/lab.js';
import { builtin, openPictures, type Pictures } from './pictures.js';

const EPOCHS = 1000;
const ROWS = Uint32Array.from({ length: 9 }, (_, row) => row);

let pictures: Pictures;
const opened: AugmentedImages[] = [];
beforeAll(async () => {
  pictures = await openPictures(12);
  return () => pictures.close();
});
afterEach(async () => {
  for (const each of opened.splice(0)) await each.close();
});

interface How {
  readonly threads?: number;
  readonly supervisor?: URL;
  readonly dataset?: Dataset;
  readonly rows?: Uint32Array;
  readonly pause?: () => void;
}

/** Batches made ahead, and the same made here. */
function ahead(recipe: TrunkRecipe, how: How = {}) {
  const { dataset = pictures.dataset, rows = ROWS, pause = () => {} } = how;
  const { threads: count = 2, supervisor = SUPERVISOR } = how;
  const source = createImageSource(dataset, recipe);
  const order = batchOrder(recipe, rows.length);
  const at = (epoch: number, step: number) => {
    return { epoch, step, rows: order.places(epoch, step).map((place) => rows[place]!) };
  };
  const threads = { count, supervisor };
  const setup = { dataset, source, recipe, rows, epochs: EPOCHS, threads, pause };
  const made = augmentAhead(setup);
  opened.push(made);
  return {
    take: (epoch: number, step: number) => made.take(at(epoch, step)),
    here: (epoch: number, step: number) => {
      const { rows } = at(epoch, step);
      return source.augmented(rows, epoch, step);
    },
    close: made.close,
  };
}

function isMadeByThreads({ images }: NativeBatch): boolean {
  return images.data.buffer instanceof SharedArrayBuffer;
}

/** Takes a batch of each epoch until the threads make them; gives the next epoch. */
async function warmUp({ take }: ReturnType<typeof ahead>): Promise<number> {
  for (let epoch = 0; epoch < 400; epoch += 1) {
    if (isMadeByThreads(take(epoch, 0))) return epoch + 1;
    await new Promise((resolve) => setTimeout(resolve, 25));
  }
  return expect.fail('the threads did not come up');
}

/** Its bytes, copied. */
function plain({ images, labels }: NativeBatch) {
  return { ...images, data: images.data.slice(), labels: labels.slice() };
}

const RANDOM = {
  name: 'own',
  transforms: [
    { type: 'random_erasing', p: 0.7, scale: [0.02, 0.33], ratio: [0.3, 3.3], value: 'random' },
    { type: 'mixup', alpha: 0.4, p: 0.5 },
    { type: 'cutmix', alpha: 1, p: 0.5 },
  ],
};
const SETS = [...Object.keys(builtinSets).map(builtin), RANDOM];

describe('batches that threads augment ahead', () => {
  test.each(SETS.map((set) => [set.name, set] as const))(
    'are those that this thread would make, to the bit: %s',
    async (_, set) => {
      const images = ahead(pictures.recipe(set));
      const first = await warmUp(images);
      for (let epoch = first; epoch < first + 2; epoch += 1) {
        for (let step = 0; step < 3; step += 1) {
          const taken = images.take(epoch, step);
          expect(isMadeByThreads(taken)).toBe(true);
          expect(plain(taken)).toEqual(plain(images.here(epoch, step)));
        }
      }
    },
  );

  test.each([1, 3])('are the same however many threads there are: %i', async (threads) => {
    const images = ahead(pictures.recipe(builtin('mixup')), { threads });
    const first = await warmUp(images);
    for (let epoch = first; epoch < first + 20; epoch += 1) {
      for (let step = 0; step < 3; step += 1) {
        expect(plain(images.take(epoch, step))).toEqual(plain(images.here(epoch, step)));
      }
    }
  });

  test('are those of their epoch and step wherever one begins, and if some are passed over', async () => {
    const images = ahead(pictures.recipe(builtin('crop-flip')));
    const first = await warmUp(images);
    for (const [later, step] of [
      [0, 2],
      [1, 0],
      [1, 1],
      [7, 1],
      [7, 0],
      [7, 2],
      [30, 0],
    ] as const) {
      const taken = images.take(first + later, step);
      expect(plain(taken)).toEqual(plain(images.here(first + later, step)));
    }
    const last = images.take(EPOCHS - 1, 2);
    expect(isMadeByThreads(last)).toBe(true);
    expect(plain(last)).toEqual(plain(images.here(EPOCHS - 1, 2)));
    expect(plain(images.take(EPOCHS, 0))).toEqual(plain(images.here(EPOCHS, 0)));
  });

  test('are made here until the threads are up', () => {
    const images = ahead(pictures.recipe(builtin('crop-flip')));
    const first = images.take(3, 1);
    expect(isMadeByThreads(first)).toBe(false);
    expect(plain(first)).toEqual(plain(images.here(3, 1)));
  });

  test('stay as they are until the next is taken, however far the threads could get', async () => {
    const images = ahead(pictures.recipe(builtin('cutmix')));
    const epoch = await warmUp(images);
    const taken = images.take(epoch, 1);
    await new Promise((resolve) => setTimeout(resolve, 300));
    expect(plain(taken)).toEqual(plain(images.here(epoch, 1)));
    expect(plain(images.take(epoch, 2))).toEqual(plain(images.here(epoch, 2)));
  });

  test('of a data set that no other thread can read are made here', async () => {
    const { opened: _, ...dataset } = pictures.dataset;
    const images = ahead(pictures.recipe(builtin('crop-flip')), { dataset });
    images.take(0, 0);
    await new Promise((resolve) => setTimeout(resolve, 500));
    expect(isMadeByThreads(images.take(0, 1))).toBe(false);
    expect(plain(images.take(0, 2))).toEqual(plain(images.here(0, 2)));
  });
});

describe('threads that augment', () => {
  test.skipIf(process.platform !== 'linux')('end with their cohort, at once', async () => {
    const threads = () => readdirSync('/proc/self/task').length;
    const before = threads();
    const images = ahead(pictures.recipe(builtin('randaugment')), { threads: 3 });
    images.take(await warmUp(images), 1);
    expect(threads()).toBeGreaterThanOrEqual(before + 4);
    const started = performance.now();
    await images.close();
    expect(performance.now() - started).toBeLessThan(1000);
    expect(threads()).toBeLessThanOrEqual(before);
  });

  test('that find an image damaged fail whoever waits, in the words of a data set', async () => {
    const other = await openPictures(12);
    try {
      const { dataset } = other;
      const images = ahead(other.recipe(builtin('crop-flip')), { dataset });
      const first = await warmUp(images);
      const [stored] = readdirSync(other.cacheDir, { recursive: true, encoding: 'utf8' }).filter(
        (file) => file.endsWith('train.bin'),
      );
      writeFileSync(join(other.cacheDir, stored!), new Uint8Array(9 * 12 * 12 * 3));
      const takeAll = () => {
        for (let epoch = first; epoch < EPOCHS; epoch += 1) images.take(epoch, 0);
      };
      expect(takeAll).toThrow(DataError);
    } finally {
      await opened.pop()!.close();
      other.close();
    }
  });

  describe('that die without a word', () => {
    const folder = mkdtempSync(join(tmpdir(), 'thaw-doomed-'));
    afterAll(() => rmSync(folder, { recursive: true }));

    test('fail whoever waits, too', async () => {
      const dist = fileURLToPath(new URL('../../../dist/', import.meta.url));
      for (const part of ['core', 'train/augmenting', 'train/input']) {
        cpSync(join(dist, part), join(folder, part), { recursive: true });
      }
      writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
      const own = join(folder, 'train/augmenting');
      writeFileSync(
        join(own, 'thread.js'),
        `import { workerData } from 'node:worker_threads';
         import { writeRing } from './write-ring.js';
         const writer = writeRing(workerData.ring, 0, 1, Infinity);
         writer.ready();
         writer.next(-1);
         process.exit(9);`,
      );
      const supervisor = pathToFileURL(join(own, 'supervisor.js'));
      const images = ahead(pictures.recipe(builtin('crop-flip')), { threads: 1, supervisor });
      await expect(warmUp(images)).rejects.toThrow(
        'a thread that augments images ended with code 9',
      );
    });
  });

  test('let go of whoever waits for them when a stop is asked for', async () => {
    const large = await openPictures(900);
    try {
      let isStopped = false;
      const pause = () => {
        if (isStopped) throw new Error('stopped');
      };
      const { dataset } = large;
      const recipe = { ...large.recipe(builtin('randaugment')), batchSize: 9 };
      const images = ahead(recipe, { dataset, threads: 1, pause });
      const epoch = await warmUp(images);
      isStopped = true;
      expect(() => images.take(epoch + 100, 0)).toThrow('stopped');
    } finally {
      await opened.pop()!.close();
      large.close();
    }
  });
});

test('there are none on a processor, and on a GPU as many as it may need', () => {
  expect(augmentThreadCount('cpu', 64)).toBe(0);
  expect(augmentThreadCount('gpu', 4)).toBe(3);
  expect(augmentThreadCount('gpu', 1)).toBe(0);
  expect(augmentThreadCount('gpu', 256)).toBe(8);
});
