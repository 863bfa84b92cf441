import { convsOf } from './layers.js';
import type { NetworkDef } from './network.js';

/** What a batch norm of PyTorch holds, each [C]. */
export const BN_TENSORS = ['weight', 'bias', 'running_mean', 'running_var'] as const;

/**
 * Shape of every tensor before the classifier, by torchvision's name: filters [k, k, in, out], and a
 * weight, bias, running mean and running variance [C] for each batch norm.
 */
export function bodyShapes(network: NetworkDef): ReadonlyMap<string, readonly number[]> {
  return new Map(
    bodyConvs(network).flatMap(({ conv, bn, shape }): readonly [string, readonly number[]][] => [
      [`${conv}.weight`, shape],
      ...BN_TENSORS.map((name): [string, readonly number[]] => [`${bn}.${name}`, [shape[3]]]),
    ]),
  );
}

/** All convolutions, in forward order; where their strides lie is not looked at. */
export function bodyConvs(network: NetworkDef) {
  return convsOf(network.body({ stem: 'imagenet', layout: 'v1.5' }).flat());
}
