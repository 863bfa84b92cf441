import type { Tensor, Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { HeadRecipe } from '../../core/recipe.js';
import type { Kernels } from '../../device/kernels.js';

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
export function classifierLayers(head: HeadRecipe): readonly string[] {
  return head.type === 'linear' ? ['fc'] : ['fc.0', 'fc.2'];
}

/** The linear layers over pooled features [B, F], with ReLU between; borrows `features`. */
export function classifierPass(
  kernels: Kernels,
  layers: readonly string[],
  trained: (name: string) => Tensor,
  features: Tensor2D,
): ClassifierPass {
  const { tf } = kernels;
  const weightOf = (layer: string) => trained(`${layer}.weight`) as Tensor2D;
  const inputs: Tensor2D[] = [features];
  let logits = features;
  layers.forEach((layer, i) => {
    if (i > 0) inputs.push(logits);
    logits = tf.tidy(() => {
      const bias = trained(`${layer}.bias`) as Tensor1D;
      const sum = kernels.linear(inputs[i]!, weightOf(layer), bias);
      return i < layers.length - 1 ? tf.relu(sum) : sum;
    });
  });
  const dispose = () => tf.dispose(inputs.slice(1));

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
        const { dWeight, dBias } = kernels.linearGrad(dy, input);
        gradients.set(`${layer}.weight`, dWeight);
        gradients.set(`${layer}.bias`, dBias);
        const wanted = i > 0 || inputGradient;
        const dInput = wanted ? kernels.linearGradInput(dy, weightOf(layer)) : null;
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
