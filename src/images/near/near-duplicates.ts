import { createHashIndex } from './hash-index.js';
import { type Hash, perceptualHashes } from './perceptual-hash.js';
import { type ReducedImage, THUMBNAIL } from './reduced-image.js';
import { deviation, similarity } from './similarity.js';

/** Looks for images that are nearly the same as others. */
export interface NearDuplicates {
  /** Another image to compare with, at the next place from 0. */
  add(image: ReducedImage): void;
  /**
   * The image among those added that is most nearly this one; null: none is, or this one is nearly of
   * one color, in which all are alike.
   */
  find(image: ReducedImage): NearDuplicateFound | null;
}

export interface NearDuplicateFound {
  /** Of the other image. */
  readonly place: number;
  /** Correlation of their pixels, from `ALIKE` to 1. */
  readonly similarity: number;
  readonly mirrored: boolean;
}

/**
 * Least correlation of two images that are called nearly the same. With `RADIUS`, chosen on CIFAR-10's
 * test split against its training split, whose near-duplicates ciFAIR lists (Barz & Denzler, Do We
 * Train on Test Data?, 2020): see docs/look.md.
 */
const ALIKE = 0.93;

/** Standard deviation (of 0..255) below which an image is of one color. */
const EVEN = 4;

/** Images of which the pixels are compared, at most, for one. */
const MOST = 200;

export function createNearDuplicates(capacity: number): NearDuplicates {
  const size = 3 * THUMBNAIL * THUMBNAIL;
  const thumbnails = new Uint8Array(capacity * size);
  const hashes: Hash[] = [];
  /** Places of the hashes' images: those of one color have none. */
  const places: number[] = [];
  let added = 0;
  let index: ReturnType<typeof createHashIndex> | undefined;

  function thumbnailAt(place: number): Uint8Array {
    return thumbnails.subarray(place * size, (place + 1) * size);
  }

  return {
    add({ thumbnail, gray }) {
      thumbnails.set(thumbnail, added * size);
      if (deviation(thumbnail) >= EVEN) {
        hashes.push(perceptualHashes(gray).plain);
        places.push(added);
      }
      added += 1;
      index = undefined;
    },
    find({ thumbnail, gray }) {
      if (deviation(thumbnail) < EVEN) return null;
      index ??= createHashIndex(hashes);
      const { plain, mirrored } = perceptualHashes(gray);
      let best: NearDuplicateFound | null = null;
      for (const [hash, isMirrored] of [[plain, false] as const, [mirrored, true] as const]) {
        for (const found of index.near(hash, MOST)) {
          const place = places[found]!;
          const alike = similarity(thumbnail, thumbnailAt(place), isMirrored);
          if (alike < ALIKE || alike <= (best?.similarity ?? 0)) continue;
          best = { place, similarity: alike, mirrored: isMirrored };
        }
      }
      return best;
    },
  };
}
