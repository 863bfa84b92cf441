import type { Scalar, Tensor2D } from '@tensorflow/tfjs-core';
import type { Tf } from '../../device/kernels.js';

export interface DeviceLoss {
  /** Mean plain cross-entropy over the batch. */
  readonly loss: Scalar;
  /** How many images were right. */
  readonly correct: Scalar;
  /** Gradient of the mean objective, label smoothing included, with respect to the logits. */
  readonly dLogits: Tensor2D;
}

/**
 * `batchLoss` where the logits are, in float32 and with nothing read back: what a program computes.
 */
export function deviceLoss(
  tf: Tf,
  logits: Tensor2D,
  labels: Tensor2D,
  labelSmoothing: Scalar,
): DeviceLoss {
  const [b, k] = logits.shape;
  const shifted = tf.sub(logits, tf.max(logits, 1, true));
  const exps = tf.exp(shifted);
  const sums = tf.sum(exps, 1, true);
  const logs = tf.sub(shifted, tf.log(sums));
  const target = tf.add(tf.mul(labels, tf.sub(1, labelSmoothing)), tf.div(labelSmoothing, k));
  const right = tf.equal(tf.argMax(logits, 1), tf.argMax(labels, 1));
  return {
    loss: tf.div(tf.neg(tf.sum(tf.mul(labels, logs))), b),
    correct: tf.sum(tf.cast(right, 'float32')),
    dLogits: tf.div(tf.sub(tf.div(exps, sums), target), b),
  };
}
