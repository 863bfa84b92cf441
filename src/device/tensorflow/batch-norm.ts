import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import { type Kernels, NEWEST, type Tf } from '../kernels.js';
import type { Ops } from './ops.js';

/**
 * Batch norm in training mode through TensorFlow's FusedBatchNormV3 and its gradient.
 *
 * oneDNN's forward kernel walks memory channel by channel; where there are many it takes twice as
 * long as TensorFlow's own, which still runs when the tensor comes with a fifth dimension.
 */
export function batchNormKernels(tf: Tf, ops: Ops): Pick<Kernels, 'batchNorm' | 'batchNormGrad'> {
  const attributes = (epsilon: number, format = 'NHWC') => [
    ops.float32('T'),
    ops.float32('U'),
    ops.float('epsilon', epsilon),
    ops.string('data_format', format),
    ops.bool('is_training', true),
  ];
  return {
    batchNorm(x, gamma, beta, running, epsilon) {
      return tf.tidy(() => {
        const [b, h, w, c] = x.shape;
        const wide = !ops.gpu && c >= 256 && x.size >= 2 ** 18;
        const [y, mean, variance, ...saved] = ops.runMany(
          'FusedBatchNormV3',
          [
            ...attributes(epsilon, wide ? 'NDHWC' : 'NHWC'),
            ops.float('exponential_avg_factor', NEWEST),
          ],
          [wide ? ops.reshape(x, [b, 1, h, w, c]) : x, gamma, beta, running.mean, running.variance],
          6,
        );
        return {
          y: (wide ? ops.reshape(y!, x.shape) : y) as Tensor4D,
          running: { mean: mean as Tensor1D, variance: variance as Tensor1D },
          saved,
        };
      });
    },
    batchNormGrad(dy, x, gamma, saved, epsilon) {
      const [dx, dGamma, dBeta, ...unused] = ops.runMany(
        'FusedBatchNormGradV3',
        attributes(epsilon),
        [dy, x, gamma, ...saved],
        5,
      );
      tf.dispose(unused);
      return { dx: dx as Tensor4D, dGamma: dGamma as Tensor1D, dBeta: dBeta as Tensor1D };
    },
  };
}
