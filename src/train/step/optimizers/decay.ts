import type { Scalar, Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../../../device/kernels.js';

/**
 * The gradient with weight decay in it, as L2 regularization has it; without any, the very
 * gradient.
 */
export function withDecay(
  tf: Tf,
  gradient: Tensor,
  value: Tensor,
  weightDecay: number | Scalar,
): Tensor {
  return weightDecay === 0 ? gradient : tf.add(gradient, tf.mul(value, weightDecay));
}
