import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { outputShape } from '../../convolution-shape.js';
import type { Kernels, Shape4D, Tf } from '../../kernels.js';
import type { Attribute } from '../node-backend.js';
import type { Ops } from '../ops.js';
import { asProduct, seenBy } from './as-product.js';
import { convAttributes, isSame } from './conv-attributes.js';
import { halvingGradInput, isHalving } from './stride-two.js';
import { stridedSlices } from './strided.js';
import { isTwoByTwo, twoByTwoGradInput } from './two-by-two.js';
import { seesWhole, wholeImageGradients } from './whole-image.js';

type ConvKernels = Pick<Kernels, 'conv' | 'convGradInput' | 'convGradFilter'>;

/**
 * Convolutions and their gradients through TensorFlow's native ops.
 *
 * In training, where few output pixels meet many channels (the last stages of small images), they
 * are matrix products instead: oneDNN's convolution kernels take up to ten times as long there and
 * round worse. What frozen layers pass (`frozen.ts`) never is one: a row's bits in a matrix product
 * depend on its place and on how many rows there are.
 */
export function convKernels(tf: Tf, ops: Ops): ConvKernels {
  const attributes = convAttributes(ops);
  const strided = stridedSlices(ops);
  const product = asProduct(ops);
  const seen = seenBy(ops);
  const whole = wholeImageGradients(ops);
  const halving = halvingGradInput(ops);
  const twoByTwo = twoByTwoGradInput(ops);
  const shape = ops.constant.ints;
  const matrix = (tensor: Tensor4D, columns: number) =>
    ops.reshape<Tensor2D>(tensor, [tensor.size / columns, columns]);

  return {
    conv(x, filter, conv) {
      const [k, , inputs, outputs] = filter.shape;
      const yShape = outputShape(x.shape, filter.shape, conv);
      const few = pixels(yShape) <= Math.min(inputs, outputs);
      if (!few && !seesWhole(x.shape, k, conv)) {
        return ops.run('Conv2D', attributes(k, conv), [x, filter]);
      }
      return tf.tidy(() => {
        const { rows, filter: columns } = product(x, filter, conv);
        return ops.reshape(ops.matMul(rows, columns), yShape);
      });
    },
    convGradInput(dy, filter, xShape, conv) {
      const [k, , inputs, outputs] = filter.shape;
      const [batch, height, width] = xShape;
      const backprop = (sizes: readonly number[], how: readonly Attribute[]) =>
        ops.run<Tensor4D>('Conv2DBackpropInput', how, [shape(sizes), filter, dy]);
      return tf.tidy(() => {
        if (seesWhole(xShape, k, conv)) return whole.convGradInput(dy, filter, xShape, conv);
        const few = 2 * pixels(dy.shape) <= Math.min(inputs, outputs);
        if (k === 1 && (conv.stride === 1 || few)) {
          const rows = ops.matMul(matrix(dy, outputs), matrix(filter, outputs), false, true);
          const dx = ops.reshape<Tensor4D>(rows, [...dy.shape.slice(0, 3), inputs]);
          return conv.stride === 1 ? dx : strided.spread(dx, conv.stride, xShape);
        }
        if (isHalving(k, conv) && few) return halving(dy, filter, xShape);
        if (isTwoByTwo(xShape, k, conv) && few) return twoByTwo(dy, filter);
        if (isSame(k, conv)) return backprop(xShape, attributes(k, conv));
        // oneDNN knows no explicit padding here, and Eigen's kernel is fifty times slower: take the
        // gradient of the padded input and cut the padding off.
        const { pad, stride } = conv;
        const padded = [batch, height + 2 * pad, width + 2 * pad, inputs];
        const full = backprop(padded, attributes(k, { stride, pad: 0 }));
        return pad === 0 ? full : tf.slice4d(full, [0, pad, pad, 0], [...xShape]);
      });
    },
    convGradFilter(x, dy, filterShape, conv) {
      const [k, , inputs, outputs] = filterShape;
      return tf.tidy(() => {
        if (seesWhole(x.shape, k, conv)) return whole.convGradFilter(x, dy, filterShape, conv);
        const short = k === 1 && conv.stride === 1 && pixels(dy.shape) * inputs * outputs <= SHORT;
        if (!short && pixels(dy.shape) > Math.min(inputs, outputs)) {
          const inOut = [x, shape(filterShape), dy];
          return ops.run<Tensor4D>('Conv2DBackpropFilter', attributes(k, conv), inOut);
        }
        const rows = matrix(seen(x, k, conv), k * k * inputs);
        const gradient = ops.matMul(rows, matrix(dy, outputs), true);
        return ops.reshape(gradient, [k, k, inputs, outputs]);
      });
    },
  };
}

/** Multiplications up to which oneDNN spends more on arranging a 1 x 1 filter's gradient. */
const SHORT = 2 ** 26;

function pixels([batch, height, width]: Shape4D): number {
  return batch * height * width;
}
