import type { Image } from '../augmentation.js';
import { copy, whiteOf } from './blank.js';

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
  for (let y = 1; y < height - 1; y += 1) {
    sharpenRow(data, out.data, 3 * y * width, 3 * width, factor, whiteOf(image));
  }
  return out;
}

function sharpenRow(
  data: Uint8Array | Float32Array,
  out: Uint8Array | Float32Array,
  start: number,
  row: number,
  factor: number,
  white: number,
): void {
  const blur = 1 - factor;
  const bytes = white === 255;
  for (let i = start + 3; i < start + row - 3; i += 1) {
    const above = data[i - row - 3]! + data[i - row]! + data[i - row + 3]!;
    const below = data[i + row - 3]! + data[i + row]! + data[i + row + 3]!;
    const value = data[i]!;
    const mean = (above + below + data[i - 3]! + data[i + 3]! + 5 * value) / 13;
    // A thirteenth is never half-way between two bytes, so any way of rounding is the same.
    const smooth = bytes ? Math.floor(mean + 0.5) : mean;
    const sharp = Math.fround(value + blur * (smooth - value));
    out[i] = Math.max(0, Math.min(sharp, white));
  }
}
