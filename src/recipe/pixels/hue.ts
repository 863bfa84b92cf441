import type { Image } from '../augmentation.js';
import { blank, whiteOf } from './blank.js';

/** Turns the hue by `shift` turns, in [-0.5, 0.5]; saturation and value stay. */
export function adjustHue<Data extends Uint8Array | Float32Array>(
  image: Image<Data>,
  shift: number,
): Image<Data> {
  if (shift === 0) return image;
  const { data } = image;
  const out = blank(image);
  const to = out.data;
  const white = whiteOf(image);
  // The highest value that a byte's share of 0..1 may take without spilling into 256.
  const back = white === 255 ? 255.999 : 1;
  for (let i = 0; i < data.length; i += 3) {
    const r = data[i]! / white;
    const g = data[i + 1]! / white;
    const b = data[i + 2]! / white;
    const max = Math.max(r, g, b);
    const min = Math.min(r, g, b);
    const range = max - min;

    const sextant = 6 * wrapTurn(hueOf(r, g, b, max, range) + shift);
    const whole = Math.floor(sextant);
    const fraction = sextant - whole;
    const saturation = range === 0 ? 0 : range / max;
    const low = max * (1 - saturation);
    const falling = max * (1 - saturation * fraction);
    const rising = max * (1 - saturation * (1 - fraction));

    let red = max;
    let green = low;
    let blue = low;
    if (whole === 0 || whole === 6) green = rising;
    else if (whole === 1) [red, green] = [falling, max];
    else if (whole === 2) [red, green, blue] = [low, max, rising];
    else if (whole === 3) [red, green, blue] = [low, falling, max];
    else if (whole === 4) [red, blue] = [rising, max];
    else blue = falling;
    to[i] = red * back;
    to[i + 1] = green * back;
    to[i + 2] = blue * back;
  }
  return out;
}

/** In turns, [0, 1); 0 for grays. */
function hueOf(r: number, g: number, b: number, max: number, range: number): number {
  if (range === 0) return 0;
  if (max === r) return wrapTurn((g - b) / range / 6);
  if (max === g) return ((b - r) / range + 2) / 6;
  return ((r - g) / range + 4) / 6;
}

function wrapTurn(turns: number): number {
  return turns - Math.floor(turns);
}
