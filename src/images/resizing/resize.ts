import type { Rgb } from '../../core/recipe.js';
import { resample } from './resample.js';
import { bilinearTaps } from './taps.js';

/**
 * Native images to the network's input in one pass: bilinear to `side` (antialiased when shrinking),
 * then `(x - mean255) * scale` per channel.
 *
 * `images` [size, height, width, 3] in 0..255 → `out` [size, side, side, 3].
 */
export function resizeAndNormalize(
  images: Float32Array | Uint8Array,
  {
    size,
    height,
    width,
  }: { readonly size: number; readonly height: number; readonly width: number },
  side: number,
  mean255: Rgb,
  scale: Rgb,
  out: Float32Array,
): void {
  if (height === side && width === side) {
    normalize(images, mean255, scale, out);
    return;
  }
  const vertical = bilinearTaps(height, side);
  const horizontal = bilinearTaps(width, side);
  const affinity = { scale, shift: scale.map((factor, channel) => -factor * mean255[channel]!) };
  const scratch = new Float32Array(3 * height * side);
  const stride = 3 * width;
  for (let i = 0; i < size; i += 1) {
    const source = { data: images, offset: i * height * stride, stride, height };
    resample(source, vertical, horizontal, affinity, scratch, out, i * side * side * 3);
  }
}

function normalize(
  images: Float32Array | Uint8Array,
  [meanR, meanG, meanB]: Rgb,
  [scaleR, scaleG, scaleB]: Rgb,
  out: Float32Array,
): void {
  for (let i = 0; i < images.length; i += 3) {
    out[i] = (images[i]! - meanR) * scaleR;
    out[i + 1] = (images[i + 1]! - meanG) * scaleG;
    out[i + 2] = (images[i + 2]! - meanB) * scaleB;
  }
}
