import { readSync } from 'node:fs';
import type { Split } from '../../../core/data/contents.js';
import { DataError } from '../../../core/errors.js';

const SIDE = 32;
const IMAGE = SIDE * SIDE * 3;

/** Bytes: one of label, then the red, green and blue planes. */
export const RECORD = 1 + IMAGE;

/** Records in one file. */
export const BATCH = 10_000;

/** CIFAR-10's binary batches, open. */
export interface BinaryBatches {
  readonly folder: string;
  /** File descriptors. */
  readonly files: Readonly<Record<Split, readonly number[]>>;
}

/** @throws {DataError} an image is not there. */
export function readBatches(
  { folder, files }: BinaryBatches,
  split: Split,
  indices: ArrayLike<number>,
): Uint8Array {
  const record = new Uint8Array(RECORD);
  const images = new Uint8Array(indices.length * IMAGE);
  for (let i = 0; i < indices.length; i += 1) {
    const index = indices[i]!;
    const file = files[split][Math.floor(index / BATCH)];
    if (
      file === undefined ||
      readSync(file, record, 0, RECORD, (index % BATCH) * RECORD) !== RECORD
    ) {
      throw new DataError(`${folder} lacks image ${index} of ${split}.`);
    }
    interleave(record.subarray(1), images.subarray(i * IMAGE, (i + 1) * IMAGE));
  }
  return images;
}

/** Planes [3, n] to pixels [n, 3]. */
function interleave(planes: Uint8Array, pixels: Uint8Array): void {
  const n = planes.length / 3;
  for (let i = 0; i < n; i += 1) {
    pixels[3 * i] = planes[i]!;
    pixels[3 * i + 1] = planes[n + i]!;
    pixels[3 * i + 2] = planes[2 * n + i]!;
  }
}
