import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Conv, Tf } from '../../kernels.js';
import type { Ops } from './ops.js';

/**
 * What a k x k filter sees of `x` at each place (im2col): [B, h, w, k * k * C], row by row of the
 * filter. Runs inside the caller's `tidy`.
 */
export function patches(tf: Tf, ops: Ops, x: Tensor4D, k: number, { stride, pad }: Conv): Tensor4D {
  const border: [number, number] = [pad, pad];
  const padded = pad === 0 ? x : tf.pad4d(x, [[0, 0], border, border, [0, 0]]);
  return ops.run(
    'ExtractImagePatches',
    [
      ops.float32('T'),
      ops.ints('ksizes', [1, k, k, 1]),
      ops.ints('strides', [1, stride, stride, 1]),
      ops.ints('rates', [1, 1, 1, 1]),
      ops.string('padding', 'VALID'),
    ],
    [padded],
  );
}
