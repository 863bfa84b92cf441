import { closeSync, openSync, readFileSync, readSync } from 'node:fs';
import { open, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { SPLITS, type Split } from '../../core/data/contents.js';
import { DataError } from '../../core/errors.js';
import { diskAdvice } from '../../machine/disk-error.js';
import { withLock } from '../../machine/lock.js';
import { moveIntoPlace } from '../../machine/move-into-place.js';
import { withWorkFolder } from '../../machine/work-folder.js';
import type { Dataset, StoredFile } from './dataset.js';
import type { BrokenImage } from './refuse-images.js';

/**
 * A folder of decoded images in the cache: `train.bin` and its like, images of [side, side, 3] bytes
 * one after another, and `index.json`, which is written last.
 */
export interface StoreIndex {
  readonly side: number;
  readonly classNames: readonly string[];
  /** Labels in the order of the images, of each split that there is. */
  readonly labels: BySplit<readonly number[]>;
  /** The files that the images were decoded from, where each has its own. */
  readonly files?: BySplit<readonly StoredFile[]>;
  /** Files that were left out because they are broken. */
  readonly skipped: readonly BrokenImage[];
}

type BySplit<Value> = { readonly [split in Split]?: Value };

/** @throws {DataError} nothing was prepared there. `source` is for the message. */
export function openImageStore(folder: string, source: string): Dataset {
  const index = readStoreIndex(folder);
  if (!index) {
    throw new DataError(
      `The images of ${source} are not in the cache (expected in ${folder}): \`thaw fetch\` prepares them.`,
    );
  }
  const { side, classNames } = index;
  const labels = bySplit((split) => Uint16Array.from(index.labels[split] ?? []));
  const opened = bySplit((split) =>
    index.labels[split] ? openSync(join(folder, binOf(split)), 'r') : null,
  );
  const size = side * side * 3;
  return {
    classNames,
    side,
    labels: (split) => labels[split],
    files: (split) => index.files?.[split] ?? null,
    read(split, indices) {
      const images = new Uint8Array(indices.length * size);
      const file = opened[split];
      for (let i = 0; i < indices.length; i += 1) {
        const got = file === null ? 0 : readSync(file, images, i * size, size, indices[i]! * size);
        if (got !== size) throw new DataError(`${folder} lacks image ${indices[i]} of ${split}.`);
      }
      return images;
    },
    close() {
      for (const file of Object.values(opened)) if (file !== null) closeSync(file);
    },
  };
}

function bySplit<Value>(of: (split: Split) => Value): Record<Split, Value> {
  return { train: of('train'), val: of('val'), test: of('test') };
}

function binOf(split: Split): string {
  return `${split}.bin`;
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
    const files = await Promise.all(SPLITS.map((split) => open(join(work, binOf(split)), 'w')));
    const index = await fill((split, images) =>
      files[SPLITS.indexOf(split)]!.writeFile(images),
    ).finally(() => Promise.all(files.map((file) => file.close())));
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
