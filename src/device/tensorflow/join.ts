import type { Tensor } from '@tensorflow/tfjs-core';
import type { Ops } from './ops.js';

/** Several tensors as one, so that one op does the work of many. */
export interface Join {
  /** All elements, one tensor's after the other's: [sum of sizes]. A single tensor: itself. */
  together(tensors: readonly Tensor[]): Tensor;
  /** The opposite of `together`. */
  apart(joined: Tensor, shapes: readonly (readonly number[])[]): readonly Tensor[];
}

/** Runs inside the caller's `tidy`. */
export function joinTensors(ops: Ops): Join {
  const T = ops.float32('T');
  const { ints } = ops.constant;
  const axis = () => ints([0], []);
  const sizeOf = (shape: readonly number[]) => shape.reduce((size, side) => size * side, 1);

  return {
    together(tensors) {
      if (tensors.length === 1) return tensors[0]!;
      const flat = tensors.map((tensor) =>
        tensor.rank === 1 ? tensor : ops.reshape(tensor, [tensor.size]),
      );
      const attributes = [T, ops.int('N', flat.length), ops.int32('Tidx')];
      return ops.run('ConcatV2', attributes, [...flat, axis()]);
    },
    apart(joined, shapes) {
      if (shapes.length === 1) return [joined];
      const sizes = ints(shapes.map(sizeOf));
      const attributes = [T, ops.int('num_split', shapes.length), ops.int32('Tlen')];
      const parts = ops.runMany('SplitV', attributes, [joined, sizes, axis()], shapes.length);
      return parts.map((part, i) =>
        shapes[i]!.length === 1 ? part : ops.reshape(part, shapes[i]!),
      );
    },
  };
}
