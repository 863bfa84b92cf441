import type { Image } from '../augmentation.js';
import { blank, isBytes, whiteOf } from './blank.js';
import { LUMA, meanGray } from './gray.js';
import { mapValues } from './map-channels.js';

// Products and sums are rounded to float32 as torchvision's are: a byte is truncated afterwards, and
// 0.29 * 100 is 29 in float32 but 28.999999999999996 in doubles.
const { fround } = Math;

/** `factor` times as bright: 0 is black, 1 changes nothing. */
export function adjustBrightness<Data extends Uint8Array | Float32Array>(
  image: Image<Data>,
  factor: number,
): Image<Data> {
  const ratio = fround(factor);
  return mapValues(image, (value) => fround(ratio * value));
}

/** Away from the image's mean gray: 0 is that gray, 1 changes nothing. */
export function adjustContrast<Data extends Uint8Array | Float32Array>(
  image: Image<Data>,
  factor: number,
): Image<Data> {
  const ratio = fround(factor);
  const offset = fround(fround(1 - factor) * fround(meanGray(image)));
  return mapValues(image, (value) => fround(fround(ratio * value) + offset));
}

/** Away from each pixel's own gray: 0 is black and white, 1 changes nothing. */
export function adjustSaturation<Data extends Uint8Array | Float32Array>(
  image: Image<Data>,
  factor: number,
): Image<Data> {
  const { data } = image;
  const out = blank(image);
  const white = whiteOf(image);
  const bytes = isBytes(data);
  const [red, green, blue] = LUMA;
  const ratio = fround(factor);
  const rest = fround(1 - factor);
  for (let i = 0; i < data.length; i += 3) {
    const luma = red * data[i]! + green * data[i + 1]! + blue * data[i + 2]!;
    const gray = fround(rest * (bytes ? Math.floor(luma) : luma));
    for (let channel = i; channel < i + 3; channel += 1) {
      const value = fround(fround(ratio * data[channel]!) + gray);
      out.data[channel] = Math.max(0, Math.min(value, white));
    }
  }
  return out;
}
