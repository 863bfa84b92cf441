import { THUMBNAIL } from './reduced-image.js';

/**
 * How alike two thumbnails are: the correlation of their values, each channel's mean taken off, in
 * [-1, 1]. Brightness and contrast do not count; a small thing on an even ground is compared by the
 * thing. `mirrored`: `a` is seen in a mirror.
 */
export function similarity(a: Uint8Array, b: Uint8Array, mirrored: boolean): number {
  const [meanA, meanB] = [means(a), means(b)];
  let [ab, aa, bb] = [0, 0, 0];
  for (let i = 0; i < b.length; i += 1) {
    const channel = i % 3;
    const x = a[mirrored ? mirrorOf(i) : i]! - meanA[channel]!;
    const y = b[i]! - meanB[channel]!;
    ab += x * y;
    aa += x * x;
    bb += y * y;
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0;
}

/** Standard deviation of a thumbnail's values about its channels' means: 0 where it is of one color. */
export function deviation(thumbnail: Uint8Array): number {
  const mean = means(thumbnail);
  let squares = 0;
  for (let i = 0; i < thumbnail.length; i += 1) squares += (thumbnail[i]! - mean[i % 3]!) ** 2;
  return Math.sqrt(squares / thumbnail.length);
}

function means(thumbnail: Uint8Array): readonly number[] {
  const sums = [0, 0, 0];
  for (let i = 0; i < thumbnail.length; i += 1) sums[i % 3]! += thumbnail[i]!;
  return sums.map((sum) => (3 * sum) / thumbnail.length);
}

function mirrorOf(i: number): number {
  const pixel = Math.floor(i / 3);
  const x = pixel % THUMBNAIL;
  return i + 3 * (THUMBNAIL - 1 - 2 * x);
}
