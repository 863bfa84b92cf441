import type { Conv, Shape4D } from './kernels.js';

/** The shape of what a convolution of `x` with a filter gives. */
export function outputShape(
  [batch, height, width]: Shape4D,
  [k, , , outputs]: Shape4D,
  { stride, pad }: Conv,
): Shape4D {
  const places = (side: number) => Math.floor((side + 2 * pad - k) / stride) + 1;
  return [batch, places(height), places(width), outputs];
}
