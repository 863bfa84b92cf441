import type { Split } from '../../../core/data/contents.js';
import { type BinaryBatches, readBatches } from './binary-batches.js';
import { readStored, type StoredImages } from './stored-images.js';

/**
 * Images whose files one thread has open, as plain data: any thread of the process reads the same
 * files by it until that one closes them, whatever has come in their place since.
 */
export type OpenImages =
  | { readonly form: 'stored'; readonly images: StoredImages }
  | { readonly form: 'batches'; readonly images: BinaryBatches };

/** As `Dataset.read`. @throws {DataError} an image is not there, or not as it was. */
export function readOpen(open: OpenImages, split: Split, indices: ArrayLike<number>): Uint8Array {
  return open.form === 'stored'
    ? readStored(open.images, split, indices)
    : readBatches(open.images, split, indices);
}
