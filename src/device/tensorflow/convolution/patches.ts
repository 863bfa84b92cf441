import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Conv } from '../../kernels.js';
import type { Ops } from '../ops.js';

/**
 * What a k x k filter sees of `x` at each place (im2col): [B, h, w, k * k * C], row by row of the
 * filter. Runs inside the caller's `tidy`.
 */
export function patches(ops: Ops, x: Tensor4D, k: number, { stride, pad }: Conv): Tensor4D {
  const border = ops.constant.ints([0, 0, pad, pad, pad, pad, 0, 0], [4, 2]);
  const padded = pad === 0 ? x : ops.run<Tensor4D>('Pad', [], [x, border]);
  return ops.run(
    'ExtractImagePatches',
    [
      ops.ints('ksizes', [1, k, k, 1]),
      ops.ints('strides', [1, stride, stride, 1]),
      ops.ints('rates', [1, 1, 1, 1]),
      ops.string('padding', 'VALID'),
    ],
    [padded],
  );
}
