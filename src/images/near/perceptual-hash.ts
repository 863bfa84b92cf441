import { GRAY } from './reduced-image.js';

/** 64 bits: the first 32, the last 32. */
export type Hash = readonly [number, number];

/**
 * The perceptual hash of a gray image and of its mirror image: which of its 64 lowest frequencies
 * (discrete cosine transform, type II) are above their median, the mean brightness left out of it.
 * Described as pHash by Zauner (Implementation and Benchmarking of Perceptual Image Hash Functions,
 * 2010) and Krawetz (Looks Like It, 2011). Brightness and contrast change none of it but by rounding.
 *
 * `gray`: [GRAY, GRAY].
 */
export function perceptualHashes(gray: Float32Array): {
  readonly plain: Hash;
  readonly mirrored: Hash;
} {
  const frequencies = lowFrequencies(gray);
  const plain = hashOf(frequencies);
  // In a mirror, odd frequencies along x change their sign.
  for (let i = 1; i < frequencies.length; i += 2) frequencies[i] = -frequencies[i]!;
  return { plain, mirrored: hashOf(frequencies) };
}

/** Bits in which two hashes differ: 0 to 64. */
export function hashDistance([a, b]: Hash, [c, d]: Hash): number {
  return bitCount(a ^ c) + bitCount(b ^ d);
}

const KEPT = 8;

const COSINES = Float64Array.from({ length: KEPT * GRAY }, (_, i) => {
  const [frequency, x] = [Math.floor(i / GRAY), i % GRAY];
  return Math.cos((Math.PI * frequency * (2 * x + 1)) / (2 * GRAY));
});

/** [KEPT, KEPT]: along y, then along x. */
function lowFrequencies(gray: Float32Array): Float64Array {
  const rows = new Float64Array(GRAY * KEPT);
  for (let y = 0; y < GRAY; y += 1) {
    for (let u = 0; u < KEPT; u += 1) {
      let sum = 0;
      for (let x = 0; x < GRAY; x += 1) sum += gray[y * GRAY + x]! * COSINES[u * GRAY + x]!;
      rows[y * KEPT + u] = sum;
    }
  }
  const out = new Float64Array(KEPT * KEPT);
  for (let v = 0; v < KEPT; v += 1) {
    for (let u = 0; u < KEPT; u += 1) {
      let sum = 0;
      for (let y = 0; y < GRAY; y += 1) sum += rows[y * KEPT + u]! * COSINES[v * GRAY + y]!;
      out[v * KEPT + u] = sum;
    }
  }
  return out;
}

function hashOf(frequencies: Float64Array): Hash {
  const median = frequencies.slice(1).sort()[(frequencies.length - 1) >> 1]!;
  let [first, last] = [0, 0];
  for (let i = 0; i < 32; i += 1) {
    if (frequencies[i]! > median) first |= 1 << i;
    if (frequencies[32 + i]! > median) last |= 1 << i;
  }
  return [first >>> 0, last >>> 0];
}

/** Ones among 32 bits (Warren, Hacker's Delight, 2002, figure 5-2). */
function bitCount(bits: number): number {
  const pairs = bits - ((bits >>> 1) & 0x55555555);
  const fours = (pairs & 0x33333333) + ((pairs >>> 2) & 0x33333333);
  return Math.imul((fours + (fours >>> 4)) & 0x0f0f0f0f, 0x01010101) >>> 24;
}
