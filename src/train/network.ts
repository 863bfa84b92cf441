import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Pooling } from '../core/recipe.js';

/** The frozen network: ImageNet weights, batch norm folded into the convolutions. */
export interface Network {
  /**
   * Units [from, to) in inference mode. `from` 0 takes normalized images [B, S, S, 3]; a later
   * `from` takes what the unit before gave. Returns [B, h, w, c]. A pure function of each sample.
   */
  trunk(x: Tensor, from: number, to: number): Tensor;
  /** The last block's output pooled, [B, 2048]: what a head cut at `fc` takes. */
  pool(x: Tensor, pooling: Pooling): Tensor2D;
  dispose(): void;
}

/**
 * The trained part of one branch: units from the cut on, in the training form. It owns its tensors
 * and replaces them at each step. A head cut at `fc` takes pooled features [B, 2048], any other
 * the output of the unit before the cut.
 */
export interface Head {
  /** Trained tensors by torchvision name; optimizers replace them through `assign`. */
  readonly trained: ReadonlyMap<string, Tensor>;
  /** Running means and variances of trained batch norms. */
  readonly buffers: ReadonlyMap<string, Tensor>;
  /** True if some batch norm trains: then a batch must give it more than one value a channel. */
  readonly hasBatchNorm: boolean;
  /** Logits [B, K] in inference mode. Keeps folded weights for the next call until `rest`. */
  predict(x: Tensor): Tensor2D;
  /** Frees what `predict` keeps: as much memory as the weights. */
  rest(): void;
  /**
   * A training pass: batch statistics, running averages updated as PyTorch does (momentum 0.1,
   * unbiased variance). `mask` [B, 2048] multiplies the pooled features (dropout, already scaled
   * by 1 / (1 - p)); null: none.
   */
  train(x: Tensor, mask: Tensor2D | null): TrainingPass;
  /** Puts a new value in place and disposes the old one. */
  assign(name: string, value: Tensor): void;
  /** A head with the same weights, shared in memory until either replaces its own. */
  fork(): Head;
  dispose(): void;
}

export interface TrainingPass {
  readonly logits: Tensor2D;
  /** Gradients of all trained tensors, by name, owned by the caller; frees what the pass kept. */
  backward(dLogits: Tensor2D): Map<string, Tensor>;
  /** Frees what the pass kept, where `backward` was not called. */
  dispose(): void;
}
