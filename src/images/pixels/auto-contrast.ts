import type { Image } from '../augmentation.js';
import { whiteOf } from './blank.js';
import { mapChannels, type Tone } from './map-channels.js';

/** Stretches each channel from black to white; a channel of a single value stays. */
export function autoContrast<Data extends Uint8Array | Float32Array>(
  image: Image<Data>,
): Image<Data> {
  return mapChannels(image, [stretch(image, 0), stretch(image, 1), stretch(image, 2)]);
}

function stretch(image: Image, channel: number): Tone {
  const { data } = image;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  for (let i = channel; i < data.length; i += 3) {
    const value = data[i]!;
    if (value < min) min = value;
    if (value > max) max = value;
  }
  if (max === min) return (value) => value;
  // float32 as torchvision's: what should be a whole byte must not be truncated to the one below.
  const scale = Math.fround((max - min) * Math.fround(1 / whiteOf(image)));
  return (value) => Math.fround((value - min) / scale);
}
