import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Kernels, Tf } from '../../kernels.js';
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
    batchNorm(x, gamma, beta, epsilon) {
      return tf.tidy(() => {
        // With a factor of 1 the running statistics going in play no part; empty stands for none.
        const none = ops.constant.none();
        const [b, h, w, c] = x.shape;
        const wide = !ops.gpu && c >= 256 && x.size >= 2 ** 18;
        const [y, mean, unbiased, ...saved] = ops.runMany(
          'FusedBatchNormV3',
          [...attributes(epsilon, wide ? 'NDHWC' : 'NHWC'), ops.float('exponential_avg_factor', 1)],
          [wide ? ops.reshape(x, [b, 1, h, w, c]) : x, gamma, beta, none, none],
          6,
        );
        const n = b * h * w;
        return {
          y: (wide ? ops.reshape(y!, x.shape) : y) as Tensor4D,
          mean: mean as Tensor1D,
          variance: ops.run<Tensor1D>(
            'Mul',
            [ops.float32('T')],
            [unbiased!, ops.constant.scalar(Math.max(n - 1, 1) / n)],
          ),
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
