import type { Image } from '../augmentation.js';
import { blank, isBytes } from './blank.js';
import type { Box } from './box.js';
import { resample } from './resample.js';
import { bilinearTaps } from './taps.js';

const UNCHANGED = { scale: [1, 1, 1], shift: [0, 0, 0] };

/** A part stretched to the whole image's size, bilinear; bytes are rounded. */
export function enlarge<Data extends Uint8Array | Float32Array>(
  image: Image<Data>,
  { top, left, bottom, right }: Box,
): Image<Data> {
  const { data, height, width } = image;
  const part = {
    data,
    offset: 3 * (top * width + left),
    stride: 3 * width,
    height: bottom - top,
    width: right - left,
  };
  if (part.height === height && part.width === width) return image;
  const out = blank(image);
  // Storing into a clamped array rounds to the nearest byte.
  const target = isBytes(out.data) ? new Uint8ClampedArray(out.data.buffer) : out.data;
  const vertical = bilinearTaps(part.height, height);
  const horizontal = bilinearTaps(part.width, width);
  resample(part, vertical, horizontal, UNCHANGED, target as Float32Array | Uint8ClampedArray, 0);
  return out;
}
