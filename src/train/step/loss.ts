import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { Tf } from '../../device/kernels.js';
import { argMax } from '../arg-max.js';

/**
 * Plain cross-entropy of one image: -log softmax(logits)[label], in float64.
 */
export function crossEntropy(logits: ArrayLike<number>, label: number): number {
  return logSumExp(logits, 0, logits.length) - logits[label]!;
}

export interface BatchLoss {
  /** Mean plain cross-entropy over the batch. */
  readonly loss: number;
  /** How many images were right. */
  readonly correct: number;
  /** Gradient of the mean objective (label smoothing included) with respect to the logits. */
  readonly dLogits: Tensor2D;
}

/**
 * Softmax cross-entropy of a batch against soft labels [B, K] whose rows sum to 1.
 *
 * Label smoothing is PyTorch's: the target is labels * (1 - s) + s / K. The numbers to report leave
 * it out, so that trials compare. An image is right where its largest logit is its largest label.
 *
 * Computed here in float64: the loss must come here anyway before anything is changed, and so few
 * numbers cost less than the dozen ops they would take on the device.
 */
export function batchLoss(
  tf: Tf,
  logits: Tensor2D,
  labels: Tensor2D,
  labelSmoothing: number,
): BatchLoss {
  const [b, k] = logits.shape;
  const z = logits.dataSync<'float32'>();
  const y = labels.dataSync<'float32'>();
  const gradient = new Float32Array(b * k);
  let sum = 0;
  let correct = 0;
  for (let from = 0; from < b * k; from += k) {
    const scale = logSumExp(z, from, from + k);
    for (let i = from; i < from + k; i += 1) {
      if (y[i] !== 0) sum += y[i]! * (scale - z[i]!);
      const target = y[i]! * (1 - labelSmoothing) + labelSmoothing / k;
      gradient[i] = (Math.exp(z[i]! - scale) - target) / b;
    }
    if (argMax(z, from, from + k) === argMax(y, from, from + k)) correct += 1;
  }
  return { loss: sum / b, correct, dLogits: tf.tensor2d(gradient, [b, k]) };
}

/** log of the sum of exp over [from, to); not a number if one of them is not. */
export function logSumExp(values: ArrayLike<number>, from: number, to: number): number {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = from; i < to; i += 1) largest = Math.max(largest, values[i]!);
  let sum = 0;
  for (let i = from; i < to; i += 1) sum += Math.exp(values[i]! - largest);
  return largest + Math.log(sum);
}
