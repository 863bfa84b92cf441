import type { Image } from '../augmentation.js';
import { blank } from './blank.js';

/** The picture moved by whole pixels, black where it leaves a gap: padding and cropping in one. */
export function shift<Data extends Uint8Array | Float32Array>(
  image: Image<Data>,
  down: number,
  right: number,
): Image<Data> {
  const { data, height, width } = image;
  const out = blank(image);
  const firstX = Math.max(0, right);
  const count = 3 * Math.max(0, width - Math.abs(right));
  for (let y = Math.max(0, down); y < Math.min(height, height + down); y += 1) {
    const from = 3 * ((y - down) * width + firstX - right);
    out.data.set(data.subarray(from, from + count), 3 * (y * width + firstX));
  }
  return out;
}
