import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Kernels } from '../../../device/kernels.js';
import type { LinearLayer } from '../../../networks/layers.js';
import { rank1, rank2 } from '../../ranks.js';
import type { PassContext, Passed } from '../pass.js';
import { tensorOf } from '../tensor-map.js';

/** What a linear layer makes of x [B, inputs], by `weight` and `bias` under its name. */
export function linear(
  kernels: Kernels,
  { name, relu }: LinearLayer,
  tensors: ReadonlyMap<string, Tensor>,
  x: Tensor2D,
): Tensor2D {
  const { tf } = kernels;
  const weight = rank2(tensorOf(tensors, `${name}.weight`));
  const bias = rank1(tensorOf(tensors, `${name}.bias`));
  return tf.tidy(() => {
    const sum = kernels.linear(x, weight, bias);
    return relu ? tf.relu(sum) : sum;
  });
}

export function linearForward(
  { kernels, tensors }: PassContext,
  layer: LinearLayer,
  x: Tensor2D,
): Passed {
  return { layer, x, y: linear(kernels, layer, tensors.trained, x), saved: [], inner: [] };
}

export function linearBackward(
  { kernels, tensors, gradients }: PassContext,
  { name, relu }: LinearLayer,
  { x, y }: Passed,
  dy: Tensor2D,
  wantsInput: boolean,
): Tensor2D | null {
  const { tf } = kernels;
  const dSum = relu ? tf.tidy(() => tf.mul<Tensor2D>(dy, tf.step(y))) : dy;
  if (dSum !== dy) dy.dispose();
  const { dWeight, dBias } = kernels.linearGrad(dSum, rank2(x));
  gradients.set(`${name}.weight`, dWeight);
  gradients.set(`${name}.bias`, dBias);
  const weight = rank2(tensorOf(tensors.trained, `${name}.weight`));
  const dx = wantsInput ? kernels.linearGradInput(dSum, weight) : null;
  tf.dispose([dSum, y]);
  return dx;
}
