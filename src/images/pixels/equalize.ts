import type { Image } from '../augmentation.js';
import { isBytes } from './blank.js';
import { mapChannels, type Tone } from './map-channels.js';

/**
 * Spreads each channel's values so that all are about as frequent, by Pillow's rule (which
 * torchvision follows). Floats are judged as bytes.
 */
export function equalize<Data extends Uint8Array | Float32Array>(image: Image<Data>): Image<Data> {
  const { data } = image;
  const tables = isBytes(data) ? equalizingTables(data) : equalizingTables(data.map(toByte));
  const [red, green, blue] = tables.map(
    (table): Tone =>
      isBytes(data) ? (value) => table[value]! : (value) => table[toByte(value)]! / 255,
  ) as [Tone, Tone, Tone];
  return mapChannels(image, [red, green, blue]);
}

function toByte(value: number): number {
  return Math.floor(value * 255.999);
}

/** The new byte for each old one, per channel. */
function equalizingTables(data: ArrayLike<number>): readonly Uint8Array[] {
  const counts = [new Uint32Array(256), new Uint32Array(256), new Uint32Array(256)] as const;
  const [red, green, blue] = counts;
  for (let i = 0; i < data.length; i += 3) {
    red[data[i]!]! += 1;
    green[data[i + 1]!]! += 1;
    blue[data[i + 2]!]! += 1;
  }
  return counts.map(equalizing);
}

function equalizing(counts: Uint32Array): Uint8Array {
  const table = new Uint8Array(256);
  let pixels = 0;
  let highest = 0;
  for (const count of counts) {
    pixels += count;
    if (count > 0) highest = count;
  }
  const step = Math.floor((pixels - highest) / 255);
  let below = 0;
  for (let value = 0; value < 256; value += 1) {
    const level = Math.floor((below + Math.floor(step / 2)) / step);
    table[value] = step === 0 ? value : Math.min(level, 255);
    below += counts[value]!;
  }
  return table;
}
