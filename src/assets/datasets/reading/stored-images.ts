import { readSync } from 'node:fs';
import { crc32 } from 'node:zlib';
import type { Split } from '../../../core/data/contents.js';
import { DataError } from '../../../core/errors.js';
import { disown } from './manifest-file.js';

/** Decoded images in the cache, open: images of [side, side, 3] bytes, one after another. */
export interface StoredImages {
  readonly folder: string;
  /** For messages. */
  readonly source: string;
  readonly side: number;
  readonly splits: { readonly [split in Split]?: StoredSplit };
}

interface StoredSplit {
  /** File descriptor. */
  readonly file: number;
  /** CRC-32 of each image. */
  readonly checks: Uint32Array;
}

/** @throws {DataError} an image is not there, or not as it was decoded. */
export function readStored(
  { folder, source, side, splits }: StoredImages,
  split: Split,
  indices: ArrayLike<number>,
): Uint8Array {
  const size = side * side * 3;
  const images = new Uint8Array(indices.length * size);
  const opened = splits[split];
  for (let i = 0; i < indices.length; i += 1) {
    const place = indices[i]!;
    const got = opened ? readSync(opened.file, images, i * size, size, place * size) : 0;
    if (got !== size) throw new DataError(`${folder} lacks image ${place} of ${split}.`);
    if (crc32(images.subarray(i * size, (i + 1) * size)) === opened?.checks[place]) continue;
    disown(folder);
    throw new DataError(
      `Image ${place} of ${split} in ${folder} is not as it was decoded: the disk has changed it. \`thaw resume\` decodes all images of ${source} anew.`,
    );
  }
  return images;
}
