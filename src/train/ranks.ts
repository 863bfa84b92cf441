import type { Tensor, Tensor1D, Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';

/** A vector. @throws {Error} it is none: a layer was given what is not its own. */
export function rank1(x: Tensor): Tensor1D {
  if (hasRank<Tensor1D>(x, 1)) return x;
  return wrongRank(x, 1);
}

/** A matrix. @throws {Error} it is none. */
export function rank2(x: Tensor): Tensor2D {
  if (hasRank<Tensor2D>(x, 2)) return x;
  return wrongRank(x, 2);
}

/** Images, or a filter. @throws {Error} it is neither. */
export function rank4(x: Tensor): Tensor4D {
  if (hasRank<Tensor4D>(x, 4)) return x;
  return wrongRank(x, 4);
}

function hasRank<Shaped extends Tensor>(x: Tensor, rank: Shaped['shape']['length']): x is Shaped {
  return x.rank === rank;
}

function wrongRank({ shape }: Tensor, rank: number): never {
  throw new Error(`expected a tensor of rank ${rank}, got one of shape [${shape.join(', ')}]`);
}
