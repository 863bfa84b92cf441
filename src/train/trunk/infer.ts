import type { Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import type { FrozenKernels } from '../../device/kernels.js';
import type { BodyLayer, ConvLayer, ResidualLayer } from '../../networks/layers.js';

/** A folded convolution on the device. */
export interface Folded {
  readonly filter: Tensor4D;
  readonly bias: Tensor1D;
  /** As `Kernels.convBias` takes it. */
  readonly frozen?: string;
}

/** Folded convolutions; owned by whoever provides them. */
export type FoldedOf = (conv: ConvLayer) => Folded;

type Residual = Pick<Parameters<FrozenKernels['convBias']>[4], 'residual'>;

/** A layer in inference mode, [B, H, W, C] to a new [B, h, w, c]. */
export function inferLayer(
  kernels: FrozenKernels,
  layer: BodyLayer,
  folded: FoldedOf,
  x: Tensor4D,
): Tensor4D {
  switch (layer.kind) {
    case 'conv':
      return convolve(kernels, folded, layer, x, {});
    case 'max-pool':
      return kernels.maxPool(x);
    case 'residual':
      return inferBlock(kernels, layer, folded, x);
  }
}

function inferBlock(
  kernels: FrozenKernels,
  { body, project }: ResidualLayer,
  folded: FoldedOf,
  x: Tensor4D,
): Tensor4D {
  let h = x;
  for (const conv of body.slice(0, -1)) {
    const y = convolve(kernels, folded, conv, h, {});
    if (h !== x) h.dispose();
    h = y;
  }
  const residual = project ? convolve(kernels, folded, project, x, {}) : x;
  const y = convolve(kernels, folded, { ...body.at(-1)!, relu: true }, h, { residual });
  if (h !== x) h.dispose();
  if (residual !== x) residual.dispose();
  return y;
}

function convolve(
  kernels: FrozenKernels,
  folded: FoldedOf,
  conv: ConvLayer,
  x: Tensor4D,
  after: Residual,
): Tensor4D {
  const { filter, bias, ...frozen } = folded(conv);
  const { relu, geometry } = conv;
  return kernels.convBias(x, filter, bias, geometry, { relu, ...after, ...frozen });
}
