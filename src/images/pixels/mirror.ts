import type { Image } from '../augmentation.js';
import { blank } from './blank.js';

/** Left becomes right. */
export function mirror<Data extends Uint8Array | Float32Array>(image: Image<Data>): Image<Data> {
  const { data, height, width } = image;
  const out = blank(image);
  const target = out.data;
  for (let y = 0; y < height; y += 1) {
    const end = 3 * (y + 1) * width;
    for (let to = 3 * y * width, from = end - 3; to < end; to += 3, from -= 3) {
      target[to] = data[from]!;
      target[to + 1] = data[from + 1]!;
      target[to + 2] = data[from + 2]!;
    }
  }
  return out;
}
