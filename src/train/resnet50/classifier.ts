import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Recipe } from '../../core/recipe.js';
import type { Tf } from '../kernels.js';

export interface ClassifierPass {
  /** [B, K]; owned by the caller. */
  readonly logits: Tensor2D;
  /** Puts its gradients into `gradients`, frees what it kept; returns the features' if asked. */
  backward(
    dLogits: Tensor2D,
    gradients: Map<string, Tensor>,
    inputGradient: boolean,
  ): Tensor2D | null;
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

  function inputGradientOf(layer: string, dy: Tensor2D): Tensor2D {
    const weight = trained(`${layer}.weight`) as Tensor2D;
    return tf.tidy(() => tf.matMul(dy, tf.transpose(weight)));
  }

  function throughRelu(dy: Tensor2D, y: Tensor2D): Tensor2D {
    const dx = tf.tidy(() => tf.mul<Tensor2D>(dy, tf.step(y)));
    dy.dispose();
    return dx;
  }

  return {
    logits,
    backward(dLogits, gradients, inputGradient) {
      let dy = dLogits;
      for (let i = layers.length - 1; i >= 0; i -= 1) {
        const input = inputs[i]!;
        const layer = layers[i]!;
        // Transposed by hand: wasm multiplies by a transposed matrix some thirty times slower.
        const dWeight = tf.tidy(() => tf.matMul(tf.transpose(input), dy));
        gradients.set(`${layer}.weight`, dWeight);
        gradients.set(`${layer}.bias`, tf.sum(dy, 0));
        const dInput = i > 0 || inputGradient ? inputGradientOf(layer, dy) : null;
        if (dy !== dLogits) dy.dispose();
        if (dInput === null) break;
        dy = i > 0 ? throughRelu(dInput, input) : dInput;
      }
      dispose();
      return inputGradient ? dy : null;
    },
    dispose,
  };
}
