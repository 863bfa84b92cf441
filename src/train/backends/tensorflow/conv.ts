import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Kernels, Tf } from '../../kernels.js';
import { convAttributes, isSame } from './conv-attributes.js';
import { fusedConv } from './fused-conv.js';
import type { Attribute } from './node-backend.js';
import type { Ops } from './ops.js';
import { patches } from './patches.js';

type ConvKernels = Pick<Kernels, 'conv' | 'convBias' | 'convGradInput' | 'convGradFilter'>;

type Shape4D = readonly [number, number, number, number];

/**
 * Convolutions and their gradients through TensorFlow's native ops.
 *
 * In training, where few output pixels meet many channels (the last stages of small images), they
 * are matrix products instead: oneDNN's convolution kernels take up to ten times as long there and
 * round worse. `convBias`, which frozen layers pass, never is one: a row's bits in a matrix product
 * depend on its place and on how many rows there are.
 */
export function convKernels(tf: Tf, ops: Ops): ConvKernels {
  const biasAttributes = [ops.float32('T'), ops.string('data_format', 'NHWC')];
  const attributes = convAttributes(ops);
  const fused = fusedConv(tf, ops, attributes);
  const shape = ops.constant.ints;
  const matrix = (tensor: Tensor4D, columns: number) =>
    ops.reshape<Tensor2D>(tensor, [tensor.size / columns, columns]);

  return {
    conv(x, filter, conv) {
      const [k, , inputs, outputs] = filter.shape;
      const [batch, height, width] = x.shape;
      if (k > 1 || conv.stride > 1 || 2 * pixels(x.shape) > Math.min(inputs, outputs)) {
        return ops.run('Conv2D', attributes(k, conv), [x, filter]);
      }
      return tf.tidy(() => {
        const y = ops.matMul(matrix(x, inputs), matrix(filter, outputs));
        return ops.reshape(y, [batch, height, width, outputs]);
      });
    },
    convBias(x, filter, bias, conv, after) {
      if (fused) return fused(x, filter, bias, conv, after);
      const { relu, residual } = after;
      return tf.tidy(() => {
        const y = ops.run<Tensor4D>('Conv2D', attributes(filter.shape[0], conv), [x, filter]);
        const shifted = ops.run<Tensor4D>('BiasAdd', biasAttributes, [y, bias]);
        const sum = residual ? tf.add<Tensor4D>(shifted, residual) : shifted;
        return relu ? ops.run<Tensor4D>('Relu', [ops.float32('T')], [sum]) : sum;
      });
    },
    convGradInput(dy, filter, xShape, conv) {
      const [k, , inputs, outputs] = filter.shape;
      const [batch, height, width, channels] = xShape;
      const backprop = (sizes: readonly number[], how: readonly Attribute[]) =>
        ops.run<Tensor4D>('Conv2DBackpropInput', how, [shape(sizes), filter, dy]);
      return tf.tidy(() => {
        if (k === 1 && conv.stride === 1) {
          const dx = ops.matMul(matrix(dy, outputs), matrix(filter, outputs), false, true);
          return ops.reshape(dx, [batch, height, width, inputs]);
        }
        if (isSame(k, conv)) return backprop(xShape, attributes(k, conv));
        // oneDNN knows no explicit padding here, and Eigen's kernel is fifty times slower: take the
        // gradient of the padded input and cut the padding off.
        const { pad, stride } = conv;
        const padded = [batch, height + 2 * pad, width + 2 * pad, channels];
        const full = backprop(padded, attributes(k, { stride, pad: 0 }));
        return pad === 0 ? full : tf.slice4d(full, [0, pad, pad, 0], [...xShape]);
      });
    },
    convGradFilter(x, dy, filterShape, conv) {
      const [k, , inputs, outputs] = filterShape;
      return tf.tidy(() => {
        const small = pixels(dy.shape) <= Math.min(inputs, outputs);
        if (!small || (k === 1 && conv.stride > 1)) {
          const inOut = [x, shape(filterShape), dy];
          return ops.run<Tensor4D>('Conv2DBackpropFilter', attributes(k, conv), inOut);
        }
        const seen = k === 1 ? x : patches(tf, ops, x, k, conv);
        const gradient = ops.matMul(matrix(seen, k * k * inputs), matrix(dy, outputs), true);
        return ops.reshape(gradient, [k, k, inputs, outputs]);
      });
    },
  };
}

function pixels([batch, height, width]: Shape4D): number {
  return batch * height * width;
}
