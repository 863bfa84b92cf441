import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import type { TrunkRecipe } from '../../core/recipe.js';
import type { FrozenKernels } from '../../device/kernels.js';
import { type Block, type ConvUnit, stemConv } from '../../networks/resnet50/architecture.js';

/** A folded convolution on the device. */
export interface Folded {
  readonly filter: Tensor4D;
  readonly bias: Tensor1D;
  /** As `Kernels.convBias` takes it. */
  readonly frozen?: string;
}

/** Folded convolutions, by unit; owned by whoever provides them. */
export type FoldedOf = (conv: ConvUnit) => Folded;

type After = Parameters<FrozenKernels['convBias']>[4];

/** The stem in inference mode: images [B, S, S, 3] to what the first block takes. */
export function inferStem(
  kernels: FrozenKernels,
  stem: TrunkRecipe['stem'],
  folded: FoldedOf,
  x: Tensor4D,
): Tensor4D {
  const conv = stemConv(stem);
  const y = convolve(kernels, folded, conv, x, { relu: true });
  if (stem === 'small') return y;
  const pooled = kernels.maxPool(y);
  y.dispose();
  return pooled;
}

/** A bottleneck in inference mode. */
export function inferBlock(
  kernels: FrozenKernels,
  block: Block,
  folded: FoldedOf,
  x: Tensor4D,
): Tensor4D {
  const run = (conv: ConvUnit, input: Tensor4D, after: After) =>
    convolve(kernels, folded, conv, input, after);
  const reduced = run(block.reduce, x, { relu: true });
  const spatial = run(block.spatial, reduced, { relu: true });
  reduced.dispose();
  const residual = block.project ? run(block.project, x, { relu: false }) : x;
  const y = run(block.expand, spatial, { relu: true, residual });
  spatial.dispose();
  if (residual !== x) residual.dispose();
  return y;
}

function convolve(
  kernels: FrozenKernels,
  folded: FoldedOf,
  conv: ConvUnit,
  x: Tensor4D,
  after: After,
): Tensor4D {
  const { filter, bias, ...frozen } = folded(conv);
  return kernels.convBias(x, filter, bias, conv.geometry, { ...after, ...frozen });
}
