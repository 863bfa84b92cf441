import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Recipe } from '../../core/recipe.js';
import type { Kernels } from '../kernels.js';
import { type Block, type ConvUnit, stemConv } from './architecture.js';

/** Folded convolutions on the device, by unit; owned by whoever provides them. */
export type FoldedOf = (conv: ConvUnit) => { readonly filter: Tensor4D; readonly bias: Tensor1D };

/** The stem in inference mode: images [B, S, S, 3] to what the first block takes. */
export function inferStem(
  kernels: Kernels,
  stem: Recipe['stem'],
  folded: FoldedOf,
  x: Tensor4D,
): Tensor4D {
  const conv = stemConv(stem);
  const { filter, bias } = folded(conv);
  const y = kernels.convBias(x, filter, bias, conv.geometry, { relu: true });
  if (stem === 'small') return y;
  const pooled = kernels.maxPool(y);
  y.dispose();
  return pooled;
}

/** A bottleneck in inference mode. */
export function inferBlock(
  kernels: Kernels,
  block: Block,
  folded: FoldedOf,
  x: Tensor4D,
): Tensor4D {
  const run = (conv: ConvUnit, input: Tensor4D, after: Parameters<Kernels['convBias']>[4]) => {
    const { filter, bias } = folded(conv);
    return kernels.convBias(input, filter, bias, conv.geometry, after);
  };
  const reduced = run(block.reduce, x, { relu: true });
  const spatial = run(block.spatial, reduced, { relu: true });
  reduced.dispose();
  const residual = block.project ? run(block.project, x, { relu: false }) : x;
  const y = run(block.expand, spatial, { relu: true, residual });
  spatial.dispose();
  if (residual !== x) residual.dispose();
  return y;
}
