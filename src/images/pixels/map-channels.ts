import type { Image } from '../augmentation.js';
import { blank, isBytes, whiteOf } from './blank.js';

/** A new value for an old one, both in 0..white (255 for bytes, 1 for floats). */
export type Tone = (value: number) => number;

/**
 * Each channel's values through its own function. Results are clamped; bytes are truncated, not
 * rounded, as torchvision's are. For bytes the function runs 256 times a channel, whatever the size.
 */
export function mapChannels<Data extends Uint8Array | Float32Array>(
  image: Image<Data>,
  [red, green, blue]: readonly [red: Tone, green: Tone, blue: Tone],
): Image<Data> {
  const out = blank(image);
  if (isBytes(image.data)) {
    const redTable = byteTable(red);
    const greenTable = green === red ? redTable : byteTable(green);
    const blueTable = blue === red ? redTable : byteTable(blue);
    lookUp(image.data, redTable, greenTable, blueTable, out.data as Uint8Array);
  } else {
    const white = whiteOf(image);
    for (let i = 0; i < image.data.length; i += 3) {
      out.data[i] = clamp(red(image.data[i]!), white);
      out.data[i + 1] = clamp(green(image.data[i + 1]!), white);
      out.data[i + 2] = clamp(blue(image.data[i + 2]!), white);
    }
  }
  return out;
}

/** All channels through one function. */
export function mapValues<Data extends Uint8Array | Float32Array>(
  image: Image<Data>,
  tone: Tone,
): Image<Data> {
  return mapChannels(image, [tone, tone, tone]);
}

function byteTable(tone: Tone): Uint8Array {
  const table = new Uint8Array(256);
  for (let value = 0; value < 256; value += 1) table[value] = clamp(tone(value), 255);
  return table;
}

function lookUp(
  data: Uint8Array,
  red: Uint8Array,
  green: Uint8Array,
  blue: Uint8Array,
  out: Uint8Array,
): void {
  for (let i = 0; i < data.length; i += 3) {
    out[i] = red[data[i]!]!;
    out[i + 1] = green[data[i + 1]!]!;
    out[i + 2] = blue[data[i + 2]!]!;
  }
}

function clamp(value: number, white: number): number {
  return Math.max(0, Math.min(value, white));
}
