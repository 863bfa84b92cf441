import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { outputShape } from '../../convolution-shape.js';
import type { Kernels } from '../../kernels.js';
import { convAttributes } from '../convolution/conv-attributes.js';
import { stridedSlices } from '../convolution/strided.js';
import type { Ops } from '../ops.js';

/**
 * Convolutions and their gradients as one op each; those of a single pixel as products of matrices,
 * into which XLA takes what stands around them.
 */
export function plainConv(ops: Ops): Pick<Kernels, 'conv' | 'convGradInput' | 'convGradFilter'> {
  const attributes = convAttributes(ops);
  const strided = stridedSlices(ops);
  const shape = ops.constant.ints;
  const isPixel = (k: number) => k === 1 && process.env.THAW_PROBE_DOT === '1';
  const matrix = (x: Tensor4D, columns: number) =>
    ops.reshape<Tensor2D>(x, [x.size / columns, columns]);

  return {
    conv(x, filter, conv) {
      const [k, , inputs, outputs] = filter.shape;
      if (!isPixel(k)) return ops.run('Conv2D', attributes(k, conv), [x, filter]);
      const rows = matrix(strided.every(x, conv.stride), inputs);
      const y = outputShape(x.shape, filter.shape, conv);
      return ops.reshape(ops.matMul(rows, matrix(filter, outputs)), y);
    },
    convGradInput(dy, filter, xShape, conv) {
      const [k, , inputs, outputs] = filter.shape;
      if (!isPixel(k)) {
        const taken = [shape(xShape), filter, dy];
        return ops.run('Conv2DBackpropInput', attributes(k, conv), taken);
      }
      const rows = ops.matMul(matrix(dy, outputs), matrix(filter, outputs), false, true);
      const dx = ops.reshape<Tensor4D>(rows, [...dy.shape.slice(0, 3), inputs]);
      return conv.stride === 1 ? dx : strided.spread(dx, conv.stride, xShape);
    },
    convGradFilter(x, dy, filterShape, conv) {
      const [k, , inputs, outputs] = filterShape;
      if (!isPixel(k)) {
        const taken = [x, shape(filterShape), dy];
        return ops.run('Conv2DBackpropFilter', attributes(k, conv), taken);
      }
      const rows = matrix(strided.every(x, conv.stride), inputs);
      return ops.reshape(ops.matMul(rows, matrix(dy, outputs), true), filterShape);
    },
  };
}
