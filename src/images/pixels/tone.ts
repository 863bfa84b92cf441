import type { Image } from '../augmentation.js';
import { whiteOf } from './blank.js';
import { mapValues } from './map-channels.js';

/** Keeps the upper `bits` (0..8) of each byte; floats get as many levels. */
export function posterize<Data extends Uint8Array | Float32Array>(
  image: Image<Data>,
  bits: number,
): Image<Data> {
  const levels = 2 ** bits;
  if (whiteOf(image) === 1) {
    return mapValues(image, (value) => Math.min(Math.floor(value * levels), levels - 1) / levels);
  }
  const step = 256 / levels;
  return mapValues(image, (value) => value - (value % step));
}

/** Inverts what is at least as bright as `threshold`, a fraction of white. */
export function solarize<Data extends Uint8Array | Float32Array>(
  image: Image<Data>,
  threshold: number,
): Image<Data> {
  const white = whiteOf(image);
  return mapValues(image, (value) => (value >= threshold * white ? white - value : value));
}
