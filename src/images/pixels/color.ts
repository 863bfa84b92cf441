import type { Image } from '../augmentation.js';
import { blank, whiteOf } from './blank.js';
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
  const out = blank(image);
  saturate(image.data, out.data, factor, whiteOf(image));
  return out;
}

function saturate(
  data: Uint8Array | Float32Array,
  out: Uint8Array | Float32Array,
  factor: number,
  white: number,
): void {
  const [red, green, blue] = LUMA;
  const ratio = fround(factor);
  const rest = fround(1 - factor);
  const bytes = white === 255;
  for (let i = 0; i < data.length; i += 3) {
    const r = data[i]!;
    const g = data[i + 1]!;
    const b = data[i + 2]!;
    const luma = red * r + green * g + blue * b;
    const gray = fround(rest * (bytes ? Math.floor(luma) : luma));
    out[i] = Math.max(0, Math.min(fround(fround(ratio * r) + gray), white));
    out[i + 1] = Math.max(0, Math.min(fround(fround(ratio * g) + gray), white));
    out[i + 2] = Math.max(0, Math.min(fround(fround(ratio * b) + gray), white));
  }
}
