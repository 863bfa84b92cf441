import type { Image } from '../augmentation.js';
import { copy } from './blank.js';

/** A rectangle of whole pixels; `bottom` and `right` are the first ones outside. */
export interface Box {
  readonly top: number;
  readonly left: number;
  readonly bottom: number;
  readonly right: number;
}

/** A box that reaches `halfHeight` and `halfWidth` from a pixel, cut off at the image's edges. */
export function clippedBox(
  center: { readonly y: number; readonly x: number },
  halfHeight: number,
  halfWidth: number,
  height: number,
  width: number,
): Box {
  return {
    top: Math.max(0, center.y - halfHeight),
    left: Math.max(0, center.x - halfWidth),
    bottom: Math.min(height, center.y + halfHeight),
    right: Math.min(width, center.x + halfWidth),
  };
}

/** The box filled with one color, or, given the box's pixels row by row, with those. */
export function fillBox<Data extends Uint8Array | Float32Array>(
  image: Image<Data>,
  { top, left, bottom, right }: Box,
  pixels: ArrayLike<number>,
): Image<Data> {
  const out = copy(image);
  let next = 0;
  for (let y = top; y < bottom; y += 1) {
    const end = 3 * (y * image.width + right);
    for (let i = 3 * (y * image.width + left); i < end; i += 1, next += 1) {
      if (next === pixels.length) next = 0;
      out.data[i] = pixels[next]!;
    }
  }
  return out;
}
