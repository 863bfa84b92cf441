import type { Scalar, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Tf } from './kernels.js';

/**
 * Plain cross-entropy of one image: -log softmax(logits)[label], in float64.
 */
export function crossEntropy(logits: ArrayLike<number>, label: number): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < logits.length; i += 1) largest = Math.max(largest, logits[i]!);
  let sum = 0;
  for (let i = 0; i < logits.length; i += 1) sum += Math.exp(logits[i]! - largest);
  return largest + Math.log(sum) - logits[label]!;
}

export interface BatchLoss {
  /** [2]: mean plain cross-entropy over the batch, and how many images were right. */
  readonly numbers: Tensor1D;
  /** Gradient of the mean objective (label smoothing included) with respect to the logits. */
  readonly dLogits: Tensor2D;
}

/**
 * Softmax cross-entropy of a batch against soft labels [B, K] whose rows sum to 1.
 *
 * Label smoothing is PyTorch's: the target is labels * (1 - s) + s / K. The numbers to report leave
 * it out, so that trials compare. An image is right where its largest logit is its largest label.
 */
export function batchLoss(
  tf: Tf,
  logits: Tensor2D,
  labels: Tensor2D,
  labelSmoothing: number,
): BatchLoss {
  const [b, k] = logits.shape;
  const [numbers, dLogits] = tf.tidy(() => {
    const logProbabilities = tf.logSoftmax(logits);
    const loss: Scalar = tf.div(tf.sum(tf.mul(labels, logProbabilities)), -b);
    const right = tf.equal(tf.argMax(logits, 1), tf.argMax(labels, 1));
    const correct: Scalar = tf.sum(tf.cast(right, 'float32'));
    const target =
      labelSmoothing === 0
        ? labels
        : tf.add(tf.mul(labels, 1 - labelSmoothing), labelSmoothing / k);
    const dLogits = tf.div<Tensor2D>(tf.sub(tf.exp(logProbabilities), target), b);
    return [tf.stack([loss, correct]) as Tensor1D, dLogits] as const;
  });
  return { numbers, dLogits };
}
