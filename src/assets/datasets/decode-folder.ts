import { createHash } from 'node:crypto';
import { SPLITS, type Split } from '../../core/data/contents.js';
import { DataError, messageOf } from '../../core/errors.js';
import type { PrepareOptions, StoredFile } from './dataset.js';
import { decodeImage } from './decode-image.js';
import type { Append } from './image-store.js';
import { inOrder } from './in-order.js';
import type { FolderListing, ListedImage } from './listing/listing.js';
import { readImage } from './read-image.js';
import { type BrokenImage, brokenImages } from './refuse-images.js';
import type { StoreIndex } from './store-index.js';

/**
 * Decodes every image of a listing into a store, several at once.
 *
 * @throws {DataError} images are broken and `skipBad` is not set, or a class has none left. All
 * images are looked at first, so that one run names all broken ones.
 */
export async function decodeFolder(
  { classNames, images }: Pick<FolderListing, 'classNames' | 'images'>,
  side: number,
  { skipBad, progress }: Omit<PrepareOptions, 'cacheDir'>,
  append: Append,
): Promise<StoreIndex> {
  const labels: Partial<Record<Split, number[]>> = {};
  const files: Partial<Record<Split, StoredFile[]>> = {};
  const broken: BrokenImage[] = [];
  const total = SPLITS.reduce((sum, split) => sum + (images[split]?.length ?? 0), 0);
  let done = 0;
  for (const split of SPLITS) {
    const listed = images[split];
    if (!listed) continue;
    const own = { labels: [] as number[], files: [] as StoredFile[] };
    labels[split] = own.labels;
    files[split] = own.files;
    for await (const image of inOrder(listed, AT_ONCE, (it) => decode(it, side))) {
      done += 1;
      if (done % 16 === 0 || done === total) {
        progress({ label: 'decoding images', done, total, unit: 'images' });
      }
      if ('why' in image) {
        broken.push(image);
        continue;
      }
      if (broken.length > 0 && !skipBad) continue;
      await append(split, image.bytes);
      own.labels.push(image.label);
      own.files.push({ path: image.path, digest: image.digest });
    }
  }
  if (broken.length > 0 && !skipBad) throw brokenImages(broken);
  const trained = new Set(labels.train);
  const empty = classNames.find((_, label) => !trained.has(label));
  if (empty !== undefined) throw new DataError(`All images of class ${empty} are broken.`);
  return { side, classNames, labels, files, skipped: broken };
}

/** More than the four threads that decode, so that none of them waits. */
const AT_ONCE = 8;

interface Decoded extends ListedImage {
  readonly bytes: Uint8Array;
  /** SHA-256 of the file. */
  readonly digest: string;
}

async function decode({ path, label }: ListedImage, side: number): Promise<Decoded | BrokenImage> {
  try {
    const file = await readImage(path);
    const digest = createHash('sha256').update(file).digest('hex');
    return { path, label, digest, bytes: await decodeImage(file, side) };
  } catch (error) {
    // The machine's failures are not the image's.
    if (error instanceof DataError) throw error;
    return { path, why: messageOf(error) };
  }
}
