import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import { type Conv, FLOAT32, type Kernels, NEWEST, type Tf } from './kernels.js';

/**
 * The kernels over tfjs-core's public operations: what any backend can do. A backend spreads these
 * and replaces those it has something faster for.
 */
export function defaultKernels(tf: Tf): Kernels {
  return {
    tf,
    activations: FLOAT32,
    conv: (x, filter, conv) => tf.conv2d(x, filter, conv.stride, padding(conv)),
    convBias(x, filter, bias, conv, { relu, residual }) {
      return tf.tidy(() => {
        if (!residual) {
          const activation = relu ? 'relu' : 'linear';
          const { stride: strides } = conv;
          return tf.fused.conv2d({ x, filter, strides, pad: padding(conv), bias, activation });
        }
        const y = tf.fused.conv2d({ x, filter, strides: conv.stride, pad: padding(conv), bias });
        const sum = tf.add<Tensor4D>(y, residual);
        return relu ? tf.relu(sum) : sum;
      });
    },
    convGradInput: (dy, filter, xShape, conv) =>
      tf.conv2dTranspose(dy, filter, [...xShape], conv.stride, padding(conv)),
    convGradFilter(x, dy, filterShape, conv) {
      const strides = [conv.stride, conv.stride];
      const attributes = { strides, pad: padding(conv), dataFormat: 'NHWC', filterShape };
      return tf.engine().runKernel('Conv2DBackpropFilter', { x, dy }, attributes) as Tensor4D;
    },
    batchNorm(x, gamma, beta, running, epsilon) {
      const toward = (old: Tensor1D, batch: Tensor1D): Tensor1D =>
        tf.add(tf.mul(old, 1 - NEWEST), tf.mul(batch, NEWEST));
      const [y, mean, inverse, newMean, newVariance] = tf.tidy(() => {
        const mean = tf.mean<Tensor1D>(x, [0, 1, 2]);
        const centered = tf.sub(x, mean);
        const variance = tf.mean<Tensor1D>(tf.square(centered), [0, 1, 2]);
        const inverse = tf.rsqrt(tf.add(variance, epsilon));
        const y = tf.add<Tensor4D>(tf.mul(centered, tf.mul(inverse, gamma)), beta);
        const count = x.size / mean.size;
        const unbiased = tf.mul<Tensor1D>(variance, count / Math.max(count - 1, 1));
        const moved = [toward(running.mean, mean), toward(running.variance, unbiased)] as const;
        return [y, mean, inverse, ...moved] as const;
      });
      return { y, running: { mean: newMean, variance: newVariance }, saved: [mean, inverse] };
    },
    batchNormGrad(dy, x, gamma, saved) {
      const [mean, inverse] = saved as readonly [Tensor1D, Tensor1D];
      const [dx, dGamma, dBeta] = tf.tidy(() => {
        const count = x.size / mean.size;
        const normalized = tf.mul(tf.sub(x, mean), inverse);
        const dBeta = tf.sum<Tensor1D>(dy, [0, 1, 2]);
        const dGamma = tf.sum<Tensor1D>(tf.mul(dy, normalized), [0, 1, 2]);
        const along = tf.add(tf.div(dBeta, count), tf.mul(normalized, tf.div(dGamma, count)));
        const dx = tf.mul<Tensor4D>(tf.sub(dy, along), tf.mul(gamma, inverse));
        return [dx, dGamma, dBeta] as const;
      });
      return { dx, dGamma, dBeta };
    },
    rowsAt: (x, places) => tf.tidy(() => tf.gather(x, tf.cast(places, 'int32'))),
    linear: (x, weight, bias) => tf.tidy(() => tf.add(tf.matMul(x, weight), bias)),
    // Transposed by hand: wasm multiplies by a transposed matrix some thirty times slower.
    linearGradInput: (dy, weight) => tf.tidy(() => tf.matMul(dy, tf.transpose(weight))),
    linearGrad: (dy, x) => ({
      dWeight: tf.tidy(() => tf.matMul(tf.transpose(x), dy)),
      dBias: tf.sum<Tensor1D>(dy, 0),
    }),
    relu: (x) => tf.relu(x),
    reluGrad: (dy, y) => tf.tidy(() => tf.mul(dy, tf.step(y))),
    maxPool: (x) => tf.tidy(() => tf.maxPool(tf.pad(x, BORDER), 3, 2, 'valid')),
    maxPoolGrad(dy, x, y) {
      return tf.tidy(() => {
        const attributes = { filterSize: 3, strides: 2, pad: 'valid' };
        const inputs = { dy, input: tf.pad(x, BORDER), output: y };
        const padded = tf.engine().runKernel('MaxPoolGrad', inputs, attributes) as Tensor4D;
        return tf.slice(padded, [0, 1, 1, 0], x.shape);
      });
    },
  };
}

const BORDER: [number, number][] = [
  [0, 0],
  [1, 1],
  [1, 1],
  [0, 0],
];

type ExplicitPadding = [[number, number], [number, number], [number, number], [number, number]];

function padding({ pad }: Conv): 'valid' | ExplicitPadding {
  if (pad === 0) return 'valid';
  return [
    [0, 0],
    [pad, pad],
    [pad, pad],
    [0, 0],
  ];
}
