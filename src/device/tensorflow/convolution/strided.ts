import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Constant } from '../constants.js';
import type { Attribute } from '../node-backend.js';
import type { Ops } from '../ops.js';

/** What a 1 x 1 filter of some stride sees: every n-th pixel of every n-th row. */
export interface Strided {
  /** x [B, H, W, C] to [B, ceil(H / stride), ceil(W / stride), C]; `x` itself if the stride is 1. */
  every(x: Tensor4D, stride: number): Tensor4D;
  /** Its gradient: dy at the places it was taken from, else 0. */
  spread(dy: Tensor4D, stride: number, xShape: readonly number[]): Tensor4D;
}

export function stridedSlices(ops: Ops): Strided {
  const attributes = noMasks(ops);
  const { ints } = ops.constant;
  const range = (xShape: readonly number[], stride: number): readonly Constant[] => [
    ints([0, 0, 0, 0]),
    ints(xShape),
    ints([1, stride, stride, 1]),
  ];
  return {
    every: (x, stride) =>
      stride === 1 ? x : ops.run('StridedSlice', attributes, [x, ...range(x.shape, stride)]),
    spread: (dy, stride, xShape) =>
      ops.run('StridedSliceGrad', attributes, [ints(xShape), ...range(xShape, stride), dy]),
  };
}

/** The attributes of a strided slice whose begin, end and strides mean what they say. */
export function noMasks(ops: Ops): readonly Attribute[] {
  return ['begin', 'end', 'ellipsis', 'new_axis', 'shrink_axis'].map((of) =>
    ops.int(`${of}_mask`, 0),
  );
}
