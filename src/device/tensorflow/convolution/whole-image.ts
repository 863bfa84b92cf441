import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Conv, Kernels, Shape4D } from '../../kernels.js';
import type { Ops } from '../ops.js';

/**
 * Whether a filter's only place sees the whole image and padding around it, as in the last stage of
 * 32 px images, where a 3 x 3 filter meets a single pixel. What it meets of padding does nothing:
 * most of it, there.
 */
export function seesWhole([, height, width]: Shape4D, k: number, { stride, pad }: Conv): boolean {
  const fits = (side: number) => side + pad <= k && side + 2 * pad - k < stride;
  return k > 1 && fits(height) && fits(width);
}

/** The filter's rows that meet pixels of such an image: [h * w * in, out]. */
export function usedPart(ops: Ops, filter: Tensor4D, [, h, w]: Shape4D, { pad }: Conv): Tensor2D {
  const [, , inputs, outputs] = filter.shape;
  const { ints } = ops.constant;
  const place = [ints([pad, pad, 0, 0]), ints([h, w, inputs, outputs])];
  return ops.reshape(ops.run('Slice', [], [filter, ...place]), [h * w * inputs, outputs]);
}

/** Gradients of such convolutions, as matrix products with the part of the filter used. */
export function wholeImageGradients(ops: Ops): Pick<Kernels, 'convGradInput' | 'convGradFilter'> {
  /** A row for each image. */
  const rows = (x: Tensor4D) => ops.reshape<Tensor2D>(x, [x.shape[0], x.size / x.shape[0]]);

  return {
    convGradInput: (dy, filter, xShape, conv) =>
      ops.reshape(ops.matMul(rows(dy), usedPart(ops, filter, xShape, conv), false, true), xShape),
    convGradFilter(x, dy, [k, , inputs, outputs], { pad }) {
      const [, h, w] = x.shape;
      const product = ops.matMul(rows(x), rows(dy), true);
      const part = ops.reshape(product, [h, w, inputs, outputs]);
      const around = [pad, k - h - pad, pad, k - w - pad, 0, 0, 0, 0];
      return ops.run('Pad', [], [part, ops.constant.ints(around, [4, 2])]);
    },
  };
}
