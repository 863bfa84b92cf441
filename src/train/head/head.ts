import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { UnitLayers } from '../../networks/head-units.js';

/**
 * The trained part of one branch: a network's units from the cut on. A head cut at the classifier
 * takes pooled features [B, F], any other the output of the unit before the cut.
 */
export interface Head extends HeadTensors {
  /** What it computes. */
  readonly units: readonly UnitLayers[];
  /** Of its batch norms. */
  readonly epsilon: number;
  /** Logits [B, K] in inference mode. Keeps folded weights for the next call until `freeFolded`. */
  predict(x: Tensor): Tensor2D;
  /**
   * Frees what `predict` keeps, as much memory as the weights. Whoever replaces one of the head's
   * tensors calls it: what is folded is out of date.
   */
  freeFolded(): void;
  /** A head with the same weights, shared in memory until either replaces its own. */
  fork(): Head;
  dispose(): void;
}

/** A head's tensors by torchvision's names. It owns them; a step replaces them in place. */
export interface HeadTensors {
  readonly trained: Map<string, Tensor>;
  /** Running means and variances of trained batch norms. */
  readonly running: Map<string, Tensor>;
}
