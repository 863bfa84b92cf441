import type { Image } from '../augmentation.js';
import { resample } from '../resizing/resample.js';
import { bilinearTaps } from '../resizing/taps.js';
import { blank, isBytes } from './blank.js';
import type { Box } from './box.js';

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
  };
  const vertical = bilinearTaps(part.height, height);
  const horizontal = bilinearTaps(right - left, width);
  const scratch = new Float32Array(3 * part.height * width);
  const stretched = new Float32Array(data.length);
  resample(part, vertical, horizontal, UNCHANGED, scratch, stretched, 0);

  const out = blank(image);
  if (isBytes(out.data)) roundInto(stretched, out.data);
  else out.data.set(stretched);
  return out;
}

/** Means of bytes lie within 0..255, so there is nothing to clamp. */
function roundInto(values: Float32Array, bytes: Uint8Array): void {
  for (let i = 0; i < values.length; i += 1) bytes[i] = values[i]! + 0.5;
}
