import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Recipe } from '../../core/recipe.js';
import type { Tf } from '../kernels.js';

export interface ClassifierPass {
  /** [B, K]; owned by the caller. */
  readonly logits: Tensor2D;
  /** Puts its gradients into `gradients`, frees what it kept; returns that of the features. */
  backward(dLogits: Tensor2D, gradients: Map<string, Tensor>): Tensor2D;
  dispose(): void;
}

/** Names of the linear layers: torch's Sequential numbers ReLU as 1. */
export function classifierLayers(head: Recipe['head']): readonly string[] {
  return head.type === 'linear' ? ['fc'] : ['fc.0', 'fc.2'];
}

/** The linear layers over pooled features [B, F], with ReLU between; borrows `features`. */
export function classifierPass(
  tf: Tf,
  layers: readonly string[],
  trained: (name: string) => Tensor,
  features: Tensor2D,
): ClassifierPass {
  const inputs: Tensor2D[] = [features];
  let logits = features;
  layers.forEach((layer, i) => {
    if (i > 0) inputs.push(logits);
    logits = tf.tidy(() => {
      const sum = tf.add<Tensor2D>(
        tf.matMul(inputs[i]!, trained(`${layer}.weight`) as Tensor2D),
        trained(`${layer}.bias`) as Tensor1D,
      );
      return i < layers.length - 1 ? tf.relu(sum) : sum;
    });
  });
  const dispose = () => tf.dispose(inputs.slice(1));

  return {
    logits,
    backward(dLogits, gradients) {
      let dy = dLogits;
      for (let i = layers.length - 1; i >= 0; i -= 1) {
        const input = inputs[i]!;
        const weight = trained(`${layers[i]}.weight`) as Tensor2D;
        gradients.set(`${layers[i]}.weight`, tf.matMul(input, dy, true, false));
        gradients.set(`${layers[i]}.bias`, tf.sum(dy, 0));
        const dInput = tf.tidy((): Tensor2D => {
          const dx = tf.matMul<Tensor2D>(dy, weight, false, true);
          return i > 0 ? tf.mul<Tensor2D>(dx, tf.step(input)) : dx;
        });
        if (dy !== dLogits) dy.dispose();
        dy = dInput;
      }
      dispose();
      return dy;
    },
    dispose,
  };
}
