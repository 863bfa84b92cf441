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
  { tf, unpackBytes }: Kernels,
  { data, side }: NativeImages,
  from: number,
  count: number,
  padded: number,
): Tensor {
  const pixels = side * side * 3;
  const some = data.subarray(from * pixels, (from + count) * pixels);
  if (!(some instanceof Uint8Array && unpackBytes)) {
    const values = new Float32Array(padded * pixels);
    values.set(some);
    return tf.tensor4d(values, [padded, side, side, 3]);
  }
  const words = Math.ceil(pixels / 4);
  const packed = new Float32Array(padded * words);
  const bytes = new Uint8Array(packed.buffer);
  if (pixels === 4 * words) {
    bytes.set(some);
  } else {
    for (let i = 0; i < count; i += 1) {
      bytes.set(some.subarray(i * pixels, (i + 1) * pixels), i * 4 * words);
    }
  }
  return tf.tensor2d(packed, [padded, words]);
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
