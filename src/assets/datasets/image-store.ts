import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DataError } from '../../core/errors.js';
import { diskAdvice } from '../../machine/disk-error.js';
import { withLock } from '../../machine/lock.js';
import { moveIntoPlace } from '../../machine/move-into-place.js';
import { withWorkFolder } from '../../machine/work-folder.js';
import type { Dataset, Split } from './dataset.js';

/**
 * A folder of decoded images in the cache: `train.bin` and `test.bin`, images of [side, side, 3]
 * bytes one after another, and `index.json`, which is written last.
 */
export interface StoreIndex {
  readonly side: number;
  readonly classNames: readonly string[];
  /** Labels in the order of the images. */
  readonly labels: Readonly<Record<Split, readonly number[]>>;
  /** Files that were left out because they are broken. */
  readonly skipped: readonly string[];
}

/** @throws {DataError} nothing was prepared there. `source` is for the message. */
export function openImageStore(folder: string, source: string): Dataset {
  const index = readStoreIndex(folder);
  if (!index) {
    throw new DataError(
      `The images of ${source} are not in the cache (expected in ${folder}): \`thaw fetch\` prepares them.`,
    );
  }
  const { side, classNames } = index;
  const labels = {
    train: Uint16Array.from(index.labels.train),
    test: Uint16Array.from(index.labels.test),
  };
  const files = {
    train: openSync(join(folder, 'train.bin'), 'r'),
    test: openSync(join(folder, 'test.bin'), 'r'),
  };
  const size = side * side * 3;
  return {
    classNames,
    side,
    labels: (split) => labels[split],
    read(split, indices) {
      const images = new Uint8Array(indices.length * size);
      for (let i = 0; i < indices.length; i += 1) {
        const got = readSync(files[split], images, i * size, size, indices[i]! * size);
        if (got !== size) throw new DataError(`${folder} lacks image ${indices[i]} of ${split}.`);
      }
      return images;
    },
    close() {
      closeSync(files.train);
      closeSync(files.test);
    },
  };
}

/** Where images of one split are put, one after another. */
export type Append = (split: Split, images: Uint8Array) => Promise<void>;

/**
 * Makes sure that a store is there: unless it is, `fill` appends all images and returns the index.
 * One process fills at a time, the others wait; whatever interrupts it, the folder is there whole or
 * not at all.
 *
 * @throws {DataError} the disk is full or cannot be written to.
 */
export async function prepareImageStore(
  folder: string,
  fill: (append: Append) => Promise<StoreIndex>,
): Promise<StoreIndex> {
  const found = readStoreIndex(folder);
  if (found) return found;
  try {
    return await withLock(
      `${folder}.lock`,
      async () => readStoreIndex(folder) ?? (await write(folder, fill)),
    );
  } catch (error) {
    const advice = diskAdvice(error);
    throw advice === null ? error : new DataError(`Decoded images cannot be saved: ${advice}`);
  }
}

function write(folder: string, fill: (append: Append) => Promise<StoreIndex>): Promise<StoreIndex> {
  return withWorkFolder(folder, async (work) => {
    const files = {
      train: await open(join(work, 'train.bin'), 'w'),
      test: await open(join(work, 'test.bin'), 'w'),
    };
    const index = await fill((split, images) => files[split].writeFile(images)).finally(() =>
      Promise.all([files.train.close(), files.test.close()]),
    );
    await writeFile(join(work, INDEX), JSON.stringify(index));
    await rm(folder, { recursive: true, force: true });
    moveIntoPlace(work, folder);
    return index;
  });
}

const INDEX = 'index.json';

/** The store's index; null if nothing was prepared there. */
function readStoreIndex(folder: string): StoreIndex | null {
  try {
    return JSON.parse(readFileSync(join(folder, INDEX), 'utf8')) as StoreIndex;
  } catch {
    return null;
  }
}
