import { DataError, messageOf } from '../../core/errors.js';
import type { PrepareOptions, Split } from './dataset.js';
import { decodeImage } from './decode-image.js';
import type { Append, StoreIndex } from './image-store.js';
import { inOrder } from './in-order.js';
import type { FolderListing, ListedImage } from './scan-folder.js';

/**
 * Decodes every image of a listing into a store, several at once.
 *
 * @throws {DataError} images are broken and `skipBad` is not set, or a class has none left. All
 * images are looked at first, so that one run names all broken ones.
 */
export async function decodeFolder(
  listing: FolderListing,
  side: number,
  { skipBad, progress }: Omit<PrepareOptions, 'cacheDir'>,
  append: Append,
): Promise<StoreIndex> {
  const labels: Record<Split, number[]> = { train: [], test: [] };
  const broken: BrokenImage[] = [];
  const total = listing.images.train.length + listing.images.test.length;
  let done = 0;
  for (const split of ['train', 'test'] as const) {
    for await (const image of inOrder(listing.images[split], AT_ONCE, (it) => decode(it, side))) {
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
      labels[split].push(image.label);
    }
  }
  if (broken.length > 0 && !skipBad) throw brokenImages(broken);
  const empty = listing.classNames.find((_, label) => !labels.train.includes(label));
  if (empty !== undefined) throw new DataError(`All images of class ${empty} are broken.`);
  return {
    side,
    classNames: listing.classNames,
    labels,
    skipped: broken.map(({ path }) => path),
  };
}

export interface BrokenImage {
  readonly path: string;
  readonly why: string;
}

/** The error that names broken images: the first few, and how many. */
export function brokenImages(broken: readonly BrokenImage[]): DataError {
  const count = broken.length === 1 ? '1 image is' : `${broken.length} images are`;
  const more = broken.length > TOLD ? [`  and ${broken.length - TOLD} more`] : [];
  return new DataError([
    `${count} broken:`,
    ...broken.slice(0, TOLD).map(({ path, why }) => `  ${path}: ${why}`),
    ...more,
    'Repair or remove them, or pass --skip-bad to leave them out.',
  ]);
}

/** More than the four threads that decode, so that none of them waits. */
const AT_ONCE = 8;

const TOLD = 10;

interface Decoded {
  readonly bytes: Uint8Array;
  readonly label: number;
}

async function decode({ path, label }: ListedImage, side: number): Promise<Decoded | BrokenImage> {
  try {
    return { bytes: await decodeImage(path, side), label };
  } catch (error) {
    return { path, why: messageOf(error).split('\n')[0]! };
  }
}
