import type { Tensor2D } from '@tensorflow/tfjs-core';
import type { DropoutLayer } from '../../../networks/layers.js';
import type { PassContext, Passed } from '../pass.js';

/** Multiplies by the step's mask, where it has one. */
export function dropoutForward(
  { kernels: { tf }, mask }: PassContext,
  layer: DropoutLayer,
  x: Tensor2D,
): Passed {
  return { layer, x, y: mask ? tf.mul(x, mask) : x.clone(), saved: [], inner: [] };
}

export function dropoutBackward(
  { kernels: { tf }, mask }: PassContext,
  { y }: Passed,
  dy: Tensor2D,
): Tensor2D {
  y.dispose();
  if (!mask) return dy;
  const dx = tf.mul<Tensor2D>(dy, mask);
  dy.dispose();
  return dx;
}
