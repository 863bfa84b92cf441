import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { Kernels } from '../../device/kernels.js';
import { rank2, rank4 } from '../ranks.js';
import type { NativeImages } from './native-images.js';

/**
 * `count` native images from one on, on the device, followed by black ones up to `padded`. Bytes go
 * there four to a float32, [padded, words], where the backend can take them apart again; anything
 * else as values [padded, side, side, 3].
 */
export function nativeTensor(
  kernels: Kernels,
  images: NativeImages,
  from: number,
  count: number,
  padded: number,
): Tensor {
  const { tf } = kernels;
  const width = nativeWidth(kernels, images);
  const rows = new Float32Array(padded * width);
  writeNative(kernels, images, from, count, rows, width);
  const isPacked = images.data instanceof Uint8Array && kernels.unpackBytes;
  const { side } = images;
  return isPacked ? tf.tensor2d(rows, [padded, width]) : tf.tensor4d(rows, [padded, side, side, 3]);
}

/** Numbers that an image of `nativeTensor` takes. */
export function nativeWidth({ unpackBytes }: Kernels, { data, side }: NativeImages): number {
  const pixels = side * side * 3;
  return data instanceof Uint8Array && unpackBytes ? Math.ceil(pixels / 4) : pixels;
}

/** Writes images as those numbers, one every `stride` numbers of `rows`. */
export function writeNative(
  kernels: Kernels,
  images: NativeImages,
  from: number,
  count: number,
  rows: Float32Array,
  stride: number,
): void {
  const { data, side } = images;
  const pixels = side * side * 3;
  const isPacked = data instanceof Uint8Array && kernels.unpackBytes;
  const to = isPacked ? new Uint8Array(rows.buffer) : rows;
  const step = isPacked ? 4 * stride : stride;
  if (step === pixels) {
    to.set(data.subarray(from * pixels, (from + count) * pixels));
    return;
  }
  for (let i = 0; i < count; i += 1) {
    to.set(data.subarray((from + i) * pixels, (from + i + 1) * pixels), i * step);
  }
}

/** The values 0..255 of such a tensor: float32 [n, side, side, 3], a new tensor or the same. */
export function nativeValues({ tf, unpackBytes }: Kernels, x: Tensor, side: number): Tensor4D {
  if (x.rank === 4) return rank4(x);
  if (!unpackBytes) throw new Error('expected values: these kernels take no bytes apart');
  const [n, pixels] = [x.shape[0]!, side * side * 3];
  const bytes = unpackBytes(rank2(x));
  const own = bytes.shape[1] === pixels ? bytes : tf.slice(bytes, [0, 0], [n, pixels]);
  return tf.reshape(own, [n, side, side, 3]);
}
