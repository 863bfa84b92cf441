import type { Image } from '../augmentation.js';
import { whiteOf } from './blank.js';
import { mapChannels, type Tone } from './map-channels.js';

/**
 * Spreads each channel's values so that all are about as frequent, by Pillow's rule (which
 * torchvision follows). Floats are judged as bytes.
 */
export function equalize<Data extends Uint8Array | Float32Array>(image: Image<Data>): Image<Data> {
  const toByte = whiteOf(image) === 255 ? (value: number) => value : floatToByte;
  const tone = (channel: number): Tone => {
    const table = equalizing(histogram(image, channel, toByte));
    const white = whiteOf(image);
    return (value) => (table[toByte(value)]! * white) / 255;
  };
  return mapChannels(image, [tone(0), tone(1), tone(2)]);
}

function floatToByte(value: number): number {
  return Math.floor(value * 255.999);
}

function histogram({ data }: Image, channel: number, toByte: Tone): Uint32Array {
  const counts = new Uint32Array(256);
  for (let i = channel; i < data.length; i += 3) counts[toByte(data[i]!)]! += 1;
  return counts;
}

/** The new byte for each old one. */
function equalizing(counts: Uint32Array): Uint8Array {
  const pixels = counts.reduce((sum, count) => sum + count);
  const highest = counts.findLast((count) => count > 0) ?? 0;
  const step = Math.floor((pixels - highest) / 255);
  let below = 0;
  return Uint8Array.from(counts, (count, value) => {
    if (step === 0) return value;
    const level = Math.min(Math.floor((below + Math.floor(step / 2)) / step), 255);
    below += count;
    return level;
  });
}
