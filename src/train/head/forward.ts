import type { Tensor } from '@tensorflow/tfjs-core';
import type { Layer } from '../../networks/layers.js';
import { rank2, rank4 } from '../ranks.js';
import { convForward } from './layers/conv.js';
import { dropoutForward } from './layers/dropout.js';
import { linearForward } from './layers/linear.js';
import { maxPoolForward } from './layers/max-pool.js';
import { poolForward } from './layers/pool.js';
import { residualForward } from './layers/residual.js';
import type { PassContext, Passed } from './pass.js';

/**
 * Passes a batch through layers in training mode: batch statistics, and running ones moved as
 * PyTorch does (momentum 0.1, unbiased variance). Borrows `x`; the last layer's `y` is the result.
 */
export function passForward(
  context: PassContext,
  layers: readonly Layer[],
  x: Tensor,
): readonly Passed[] {
  const all: Passed[] = [];
  for (const layer of layers) all.push(forward(context, layer, all.at(-1)?.y ?? x));
  return all;
}

function forward(context: PassContext, layer: Layer, x: Tensor): Passed {
  switch (layer.kind) {
    case 'conv':
      return convForward(context, layer, rank4(x));
    case 'max-pool':
      return maxPoolForward(context, layer, rank4(x));
    case 'residual':
      return residualForward(context, layer, rank4(x));
    case 'pool':
      return poolForward(context, layer, rank4(x));
    case 'dropout':
      return dropoutForward(context, layer, rank2(x));
    case 'linear':
      return linearForward(context, layer, rank2(x));
  }
}
