import { resizeAndNormalize } from '../resizing/resize.js';

/** An image made small, to be compared with others. */
export interface ReducedImage {
  /** [THUMBNAIL, THUMBNAIL, 3], 0..255. */
  readonly thumbnail: Uint8Array;
  /** [GRAY, GRAY]: luma by ITU-R BT.601, 0..255. */
  readonly gray: Float32Array;
}

/** Sides in pixels. */
export const THUMBNAIL = 16;
export const GRAY = 32;

/** Reduces a square image, bytes [side, side, 3]. */
export function reducedImage(image: Uint8Array, side: number): ReducedImage {
  const rgb = resized(image, side, GRAY);
  const gray = new Float32Array(GRAY * GRAY);
  for (let i = 0; i < gray.length; i += 1) {
    gray[i] = 0.299 * rgb[3 * i]! + 0.587 * rgb[3 * i + 1]! + 0.114 * rgb[3 * i + 2]!;
  }
  return { thumbnail: halved(rgb), gray };
}

/** The same bilinear filter as the network's input. */
function resized(image: Uint8Array, from: number, side: number): Uint8Array | Float32Array {
  if (from === side) return image;
  const out = new Float32Array(3 * side * side);
  const size = { size: 1, height: from, width: from };
  resizeAndNormalize(image, size, side, [0, 0, 0], [1, 1, 1], out);
  return out;
}

function halved(rgb: Uint8Array | Float32Array): Uint8Array {
  const out = new Uint8Array(3 * THUMBNAIL * THUMBNAIL);
  for (let i = 0; i < out.length; i += 1) {
    const pixel = Math.floor(i / 3);
    const [y, x] = [Math.floor(pixel / THUMBNAIL), pixel % THUMBNAIL];
    const at = 3 * (2 * y * GRAY + 2 * x) + (i % 3);
    const below = at + 3 * GRAY;
    out[i] = Math.round((rgb[at]! + rgb[at + 3]! + rgb[below]! + rgb[below + 3]!) / 4);
  }
  return out;
}
