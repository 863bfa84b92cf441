import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Conv } from '../../kernels.js';
import type { Ops } from '../ops.js';
import { patches } from './patches.js';
import { stridedSlices } from './strided.js';
import { seesWhole, usedPart } from './whole-image.js';

/** A convolution as a product of matrices. */
export interface Product {
  /** What the filter sees at each place: [B * h * w, n]. */
  readonly rows: Tensor2D;
  /** [n, out] */
  readonly filter: Tensor2D;
}

/** Writes convolutions of any number format so. Runs inside the caller's `tidy`. */
export function asProduct(ops: Ops): (x: Tensor4D, filter: Tensor4D, conv: Conv) => Product {
  const seen = seenBy(ops);
  const matrix = (tensor: Tensor4D, columns: number) =>
    ops.reshape<Tensor2D>(tensor, [tensor.size / columns, columns]);

  return (x, filter, conv) => {
    const [k, , inputs, outputs] = filter.shape;
    if (seesWhole(x.shape, k, conv)) {
      return { rows: matrix(x, x.size / x.shape[0]), filter: usedPart(ops, filter, x.shape, conv) };
    }
    return { rows: matrix(seen(x, k, conv), k * k * inputs), filter: matrix(filter, outputs) };
  };
}

/** What a k x k filter sees of `x` at each place: [B, h, w, k * k * C]. */
export function seenBy(ops: Ops): (x: Tensor4D, k: number, conv: Conv) => Tensor4D {
  const strided = stridedSlices(ops);
  return (x, k, conv) => (k > 1 ? patches(ops, x, k, conv) : strided.every(x, conv.stride));
}
