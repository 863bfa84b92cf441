import { closeSync, existsSync, openSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { evenContents } from '../../core/data/contents.js';
import { DataError } from '../../core/errors.js';
import { fileDigests } from '../cache/file-digests.js';
import { CIFAR10_CLASSES } from './cifar10.js';
import type { DatasetDef } from './dataset.js';
import { decodeNamedImage } from './decode-image.js';
import { BATCH, RECORD, readBatches } from './reading/binary-batches.js';

const SIDE = 32;

/**
 * CIFAR-10's official binary version, already on disk: the folder of `data_batch_1.bin` to `_5.bin`
 * and `test_batch.bin`, or the one above (`cifar-10-batches-bin`). Read where it lies.
 */
export const cifar10Binary: DatasetDef = {
  type: 'cifar10-binary',
  summary: "the folder of CIFAR-10's official binary batches",
  side: SIDE,
  matches: (source) => folderOf(source) !== null,
  contents(source) {
    checkFiles(source);
    return evenContents(CIFAR10_CLASSES, { train: FILES.train.length * BATCH, test: BATCH });
  },
  list({ source }, options) {
    const folder = checkFiles(source);
    const digests = fileDigests(folder, [...FILES.train, ...FILES.test], options);
    const files = SPLITS.flatMap((split) =>
      FILES[split].map((path) => ({ className: null, split, path, digest: digests.get(path)! })),
    );
    return { classNames: CIFAR10_CLASSES, files };
  },
  root: checkFiles,
  async prepare({ source }) {
    checkFiles(source);
    return { skipped: [] };
  },
  async open({ source }) {
    const folder = checkFiles(source);
    const none = new Uint16Array(0);
    const labels = {
      train: readLabels(folder, 'train'),
      val: none,
      test: readLabels(folder, 'test'),
    };
    const files = { train: openAll(folder, 'train'), val: [], test: openAll(folder, 'test') };
    const images = { folder, files };
    return {
      classNames: CIFAR10_CLASSES,
      side: SIDE,
      labels: (split) => labels[split],
      files: () => null,
      read: (split, indices) => readBatches(images, split, indices),
      opened: { form: 'batches', images },
      close() {
        for (const file of [...files.train, ...files.test]) closeSync(file);
      },
    };
  },
  decode: (path) => decodeNamedImage(path, SIDE),
};

type Split = 'train' | 'test';

const FILES: Readonly<Record<Split, readonly string[]>> = {
  train: [1, 2, 3, 4, 5].map((n) => `data_batch_${n}.bin`),
  test: ['test_batch.bin'],
};

const SPLITS = ['train', 'test'] as const;

function folderOf(source: string): string | null {
  const folders = [source, join(source, 'cifar-10-batches-bin')];
  return folders.find((folder) => existsSync(join(folder, FILES.train[0]!))) ?? null;
}

/** @returns the folder itself. @throws {DataError} a file is missing or of another size. */
function checkFiles(source: string): string {
  const folder = folderOf(source);
  if (folder === null) throw new DataError(`${source} has no ${FILES.train[0]}.`);
  for (const name of [...FILES.train, ...FILES.test]) {
    const size = statSync(join(folder, name), { throwIfNoEntry: false })?.size;
    if (size === BATCH * RECORD) continue;
    const got = size === undefined ? 'is missing' : `has ${size} bytes`;
    throw new DataError(
      `${join(folder, name)} ${got}; CIFAR-10's binary version has ${BATCH * RECORD} bytes there.`,
    );
  }
  return folder;
}

function readLabels(folder: string, split: Split): Uint16Array {
  const labels = new Uint16Array(FILES[split].length * BATCH);
  FILES[split].forEach((name, file) => {
    const bytes = readFileSync(join(folder, name));
    for (let i = 0; i < BATCH; i += 1) {
      const label = bytes[i * RECORD]!;
      if (label >= CIFAR10_CLASSES.length) {
        throw new DataError(
          `${join(folder, name)}: image ${i} has the label ${label}; expected 0 to 9.`,
        );
      }
      labels[file * BATCH + i] = label;
    }
  });
  return labels;
}

function openAll(folder: string, split: Split): readonly number[] {
  return FILES[split].map((name) => openSync(join(folder, name), 'r'));
}
