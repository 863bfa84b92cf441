import type { Image } from '../augmentation.js';
import { copy, isBytes, whiteOf } from './blank.js';

/**
 * Away from a smoothed copy (3x3, the center five times as heavy as each neighbor): 0 is that copy,
 * 1 changes nothing. The outermost pixels stay as they are.
 */
export function adjustSharpness<Data extends Uint8Array | Float32Array>(
  image: Image<Data>,
  factor: number,
): Image<Data> {
  const { data, height, width } = image;
  const out = copy(image);
  const to = out.data;
  const white = whiteOf(image);
  const bytes = isBytes(data);
  const row = 3 * width;
  const blur = 1 - factor;
  for (let y = 1; y < height - 1; y += 1) {
    for (let i = y * row + 3; i < (y + 1) * row - 3; i += 1) {
      const above = data[i - row - 3]! + data[i - row]! + data[i - row + 3]!;
      const below = data[i + row - 3]! + data[i + row]! + data[i + row + 3]!;
      const beside = data[i - 3]! + data[i + 3]!;
      const value = data[i]!;
      const mean = (above + beside + below + 5 * value) / 13;
      // A thirteenth is never half-way between two bytes, so any way of rounding is the same.
      const smooth = bytes ? Math.floor(mean + 0.5) : mean;
      const sharp = Math.fround(value + blur * (smooth - value));
      to[i] = Math.max(0, Math.min(sharp, white));
    }
  }
  return out;
}
