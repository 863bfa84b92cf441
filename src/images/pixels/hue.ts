import type { Image } from '../augmentation.js';
import { blank, whiteOf } from './blank.js';

/** Turns the hue by `shift` turns, in [-0.5, 0.5]; saturation and value (of HSV) stay. */
export function adjustHue<Data extends Uint8Array | Float32Array>(
  image: Image<Data>,
  shift: number,
): Image<Data> {
  if (shift === 0) return image;
  const out = blank(image);
  turnHue(image.data, out.data, 6 * shift, whiteOf(image));
  return out;
}

function turnHue(
  data: Uint8Array | Float32Array,
  out: Uint8Array | Float32Array,
  sextants: number,
  white: number,
): void {
  // torchvision's way back to bytes: floor(255.999 v).
  const gain = white === 255 ? 255.999 / 255 : 1;
  for (let i = 0; i < data.length; i += 3) {
    const r = data[i]!;
    const g = data[i + 1]!;
    const b = data[i + 2]!;
    const max = Math.max(r, g, b);
    const range = max - Math.min(r, g, b);
    const turned = hueOf(r, g, b, max, range) + sextants;
    const hue = turned - 6 * Math.floor(turned / 6);
    out[i] = gain * (max - range * lack(hue + 5));
    out[i + 1] = gain * (max - range * lack(hue + 3));
    out[i + 2] = gain * (max - range * lack(hue + 1));
  }
}

/** In sextants from red over green and blue, in [-1, 5]; 0 for grays. */
function hueOf(r: number, g: number, b: number, max: number, range: number): number {
  if (range === 0) return 0;
  if (max === r) return (g - b) / range;
  if (max === g) return (b - r) / range + 2;
  return (r - g) / range + 4;
}

/** How much of the range (0..1) a channel lacks `place` sextants past the end of its own third. */
function lack(place: number): number {
  const k = place >= 6 ? place - 6 : place;
  return Math.max(0, Math.min(k, 4 - k, 1));
}
