import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { MaxPoolLayer } from '../../../networks/layers.js';
import { rank4 } from '../../ranks.js';
import type { PassContext, Passed } from '../pass.js';

export function maxPoolForward({ kernels }: PassContext, layer: MaxPoolLayer, x: Tensor4D): Passed {
  return { layer, x, y: kernels.maxPool(x), saved: [], inner: [] };
}

export function maxPoolBackward(
  { kernels }: PassContext,
  { x, y }: Passed,
  dy: Tensor4D,
): Tensor4D {
  const dx = kernels.maxPoolGrad(dy, rank4(x), rank4(y));
  kernels.tf.dispose([dy, y]);
  return dx;
}
