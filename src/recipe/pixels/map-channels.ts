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
  tones: readonly [red: Tone, green: Tone, blue: Tone],
): Image<Data> {
  const out = blank(image);
  const white = whiteOf(image);
  if (isBytes(image.data)) {
    const [red, green, blue] = tones.map(byteTable) as [Uint8Array, Uint8Array, Uint8Array];
    lookUp(image.data, red, green, blue, out.data as Uint8Array);
  } else {
    for (let i = 0; i < image.data.length; i += 1) {
      out.data[i] = clamp(tones[i % 3]!(image.data[i]!), white);
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
  return Uint8Array.from({ length: 256 }, (_, value) => clamp(tone(value), 255));
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
