import type { Tensor, Tensor1D } from '@tensorflow/tfjs-core';
import type { Tf } from '../kernels.js';

/** What a training batch norm saw: mean and biased variance [C] of `count` values a channel. */
export interface BatchStatistics {
  readonly mean: Tensor1D;
  readonly variance: Tensor1D;
  readonly count: number;
}

/** Weight of the newest batch, as torch.nn.BatchNorm2d's default. */
const MOMENTUM = 0.1;

/**
 * Moves a batch norm's running statistics toward a batch, in place of the old tensors in `buffers`.
 * As PyTorch: normalization uses the biased variance, the running one takes the unbiased.
 */
export function observeBatch(
  tf: Tf,
  buffers: Map<string, Tensor>,
  bn: string,
  { mean, variance, count }: BatchStatistics,
): void {
  function move(name: string, batch: Tensor1D, factor: number): void {
    const old = buffers.get(name)!;
    const moved = tf.tidy(() =>
      tf.add(tf.mul(old, 1 - MOMENTUM), tf.mul(batch, MOMENTUM * factor)),
    );
    old.dispose();
    buffers.set(name, tf.keep(moved));
  }
  move(`${bn}.running_mean`, mean, 1);
  move(`${bn}.running_var`, variance, count / (count - 1));
}
