import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Conv, Shape4D } from '../../kernels.js';
import type { Ops } from '../ops.js';

/** The convolution that halves an image in ResNet50 v1.5. */
export function isHalving(k: number, { stride, pad }: Conv): boolean {
  return k === 3 && stride === 2 && pad === 1;
}

/**
 * Gradient of the input of a halving convolution: one matrix product gives what each pixel of `dy`
 * sends through each of the filter's nine places, and shifted sums bring that home. Along a side,
 * pixel 2i takes the middle place of i, and 2i + 1 the last place of i and the first of i + 1.
 *
 * For few pixels of many channels, where oneDNN's own kernel takes three times as long.
 */
export function halvingGradInput(
  ops: Ops,
): (dy: Tensor4D, filter: Tensor4D, xShape: Shape4D) => Tensor4D {
  const T = ops.float32('T');
  const { ints } = ops.constant;

  /** x [outer, n, inner, 3, rest] to [outer, 2n, inner, rest]. */
  function bringHome(x: Tensor, [outer, n, inner, rest]: Shape4D): Tensor {
    const each = [outer, n, inner, rest];
    const split = [T, ops.int('num_split', 3)];
    const [first, middle, last] = ops
      .runMany('Split', split, [ints([3], []), ops.reshape(x, [outer, n, inner, 3, rest])], 3)
      .map((part) => ops.reshape(part, each));
    const later = ops.run(
      'Slice',
      [T, ops.int32('Index')],
      [first!, ints([0, 1, 0, 0]), ints([outer, n - 1, inner, rest])],
    );
    const below = ints([0, 0, 0, 1, 0, 0, 0, 0], [4, 2]);
    const shifted = ops.run('Pad', [T, ops.int32('Tpaddings')], [later, below]);
    const odd = ops.run('AddV2', [T], [last!, shifted]);
    const both = ops.run('Pack', [T, ops.int('N', 2), ops.int('axis', 2)], [middle!, odd]);
    return ops.reshape(both, [outer, 2 * n, inner, rest]);
  }

  return (dy, filter, [batch, height, width, inputs]) => {
    const [, h, w, outputs] = dy.shape;
    const rows = ops.reshape<Tensor2D>(dy, [batch * h * w, outputs]);
    const places = ops.reshape<Tensor2D>(filter, [9 * inputs, outputs]);
    const sent = ops.matMul(rows, places, false, true); // [batch h w, 3 3 inputs]
    const tall = bringHome(sent, [batch, h, w, 3 * inputs]);
    const wide = bringHome(tall, [batch * 2 * h, w, 1, inputs]);
    const dx = ops.reshape<Tensor4D>(wide, [batch, 2 * h, 2 * w, inputs]);
    if (height === 2 * h && width === 2 * w) return dx;
    const part = [dx, ints([0, 0, 0, 0]), ints([batch, height, width, inputs])];
    return ops.run('Slice', [T, ops.int32('Index')], part);
  };
}
