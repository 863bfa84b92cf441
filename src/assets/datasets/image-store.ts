import { closeSync, openSync } from 'node:fs';
import { open, rm } from 'node:fs/promises';
import { SPLITS, type Split } from '../../core/data/contents.js';
import { DataError } from '../../core/errors.js';
import { diskAdvice } from '../../machine/files/disk-error.js';
import { moveIntoPlace } from '../../machine/files/move-into-place.js';
import { withWorkFolder } from '../../machine/files/work-folder.js';
import { withLock } from '../../machine/lock.js';
import type { Dataset, PrepareOptions } from './dataset.js';
import { disown } from './reading/manifest-file.js';
import { readStored } from './reading/stored-images.js';
import {
  adoptOlder,
  type CheckedIndex,
  imagesFile,
  isWhole,
  readIndex,
  type StoreIndex,
  writeIndex,
} from './store-index.js';

/**
 * Opens a folder of decoded images in the cache: `train.bin` and its like, images of
 * [side, side, 3] bytes one after another, and an index. Each image is compared with its CRC-32 as
 * it is read.
 *
 * @throws {DataError} nothing was prepared there. `source` is for the message.
 */
export function openImageStore(folder: string, source: string): Dataset {
  const found = readIndex(folder);
  if (!found) {
    throw new DataError(
      `The images of ${source} are not in the cache (expected in ${folder}): \`thaw fetch\` prepares them.`,
    );
  }
  const { index, checks } = found;
  const { side, classNames } = index;
  const labels = bySplit((split) => Uint16Array.from(index.labels[split] ?? []));
  const splits = SPLITS.flatMap((split) => {
    const own = checks[split];
    return own ? [[split, { file: openImages(folder, split), checks: own }] as const] : [];
  });
  const images = { folder, source, side, splits: Object.fromEntries(splits) };
  return {
    classNames,
    side,
    labels: (split) => labels[split],
    files: (split) => index.files?.[split] ?? null,
    read: (split, indices) => readStored(images, split, indices),
    opened: { form: 'stored', images },
    close() {
      for (const [, { file }] of splits) closeSync(file);
    },
  };
}

function bySplit<Value>(of: (split: Split) => Value): Record<Split, Value> {
  return { train: of('train'), val: of('val'), test: of('test') };
}

function openImages(folder: string, split: Split): number {
  try {
    return openSync(imagesFile(folder, split), 'r');
  } catch {
    throw new DataError(`${imagesFile(folder, split)} is gone: \`thaw fetch\` makes it anew.`);
  }
}

/** Where images of one split are put, one after another. */
export type Append = (split: Split, images: Uint8Array) => Promise<void>;

export interface StoreToPrepare {
  readonly folder: string;
  /** For messages. */
  readonly source: string;
  /** What an older version left there, by file name and SHA-256, if it is still to be used. */
  readonly older?: Readonly<Record<string, string>>;
  readonly note: PrepareOptions['note'];
}

/**
 * Makes sure that a store is there, and is what was written: unless it is, `fill` appends all images
 * and returns the index. One process fills at a time, the others wait; whatever interrupts it, the
 * folder is there whole or not at all.
 *
 * @throws {DataError} the disk is full or cannot be written to.
 */
export async function prepareImageStore(
  store: StoreToPrepare,
  fill: (append: Append) => Promise<StoreIndex>,
): Promise<StoreIndex> {
  const { folder, source, older, note } = store;
  const found = readIndex(folder);
  if (found && isTrusted(folder, found)) return found.index;
  if (found) {
    note?.(`The decoded images of ${source} in ${folder} have changed: they are decoded anew.`);
    disown(folder);
  }
  try {
    return await withLock(`${folder}.lock`, async () => {
      if (older) adoptOlder(folder, older);
      return readIndex(folder)?.index ?? (await write(folder, fill));
    });
  } catch (error) {
    const advice = diskAdvice(error);
    throw advice === null ? error : new DataError(`Decoded images cannot be saved: ${advice}`);
  }
}

/** Images of a larger store are compared only as they are read: this is 0.4 s of work. */
const READ_AT_ONCE = 2 ** 30;

function isTrusted(folder: string, found: CheckedIndex): boolean {
  const { side, labels } = found.index;
  const images = SPLITS.reduce((sum, split) => sum + (labels[split]?.length ?? 0), 0);
  const bytes = images * side ** 2 * 3;
  return bytes > READ_AT_ONCE || isWhole(folder, found);
}

function write(folder: string, fill: (append: Append) => Promise<StoreIndex>): Promise<StoreIndex> {
  return withWorkFolder(folder, async (work) => {
    const files = await Promise.all(SPLITS.map((split) => open(imagesFile(work, split), 'w')));
    const index = await fill((split, images) =>
      files[SPLITS.indexOf(split)]!.writeFile(images),
    ).finally(() => Promise.all(files.map((file) => file.close())));
    writeIndex(work, index);
    await rm(folder, { recursive: true, force: true });
    moveIntoPlace(work, folder);
    return index;
  });
}
