import type { Tensor, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Conv, Shape4D } from '../../kernels.js';
import type { Ops } from '../ops.js';

/** Whether a 3 x 3 filter runs over 2 x 2 pixels, as in the last stage of 64 px images. */
export function isTwoByTwo([, height, width]: Shape4D, k: number, { stride, pad }: Conv): boolean {
  return height === 2 && width === 2 && k === 3 && stride === 1 && pad === 1;
}

/**
 * Gradient of the input of such a convolution: one matrix product gives what each pixel of `dy`
 * sends through each of the filter's nine places. Along a side, the first pixel's middle and last
 * places and the second's first and middle ones reach the image, at its first and second pixel.
 *
 * oneDNN's own kernel takes twice as long: with it, a step of layer4 at 64 px takes 1.1 times as
 * long.
 */
export function twoByTwoGradInput(ops: Ops): (dy: Tensor4D, filter: Tensor4D) => Tensor4D {
  const { ints } = ops.constant;

  /** x [B, 2, inner, 3, rest] to [B, inner, 2, rest]. */
  function bringHome(x: Tensor, [batch, inner, rest]: readonly [number, number, number]): Tensor {
    const all = ops.reshape(x, [batch, 2, inner, 3, rest]);
    const [first, second] = [0, 1].map((pixel) => {
      const from = ints([0, pixel, 0, 1 - pixel, 0]);
      return ops.run('Slice', [], [all, from, ints([batch, 1, inner, 2, rest])]);
    });
    return ops.run('AddV2', [], [first!, second!]);
  }

  return (dy, filter) => {
    const [batch, , , outputs] = dy.shape;
    const inputs = filter.shape[2];
    const rows = ops.reshape<Tensor2D>(dy, [4 * batch, outputs]);
    const places = ops.reshape<Tensor2D>(filter, [9 * inputs, outputs]);
    const sent = ops.matMul(rows, places, false, true); // [B 2 2, 3 3 in]
    const tall = bringHome(sent, [batch, 2, 3 * inputs]); // [B, 1, 2, 2, 3 in]: by column, by row
    const wide = bringHome(tall, [batch, 2, inputs]);
    return ops.reshape(wide, [batch, 2, 2, inputs]);
  };
}
