import type { WeightTensor } from '../weights/weights.js';

/**
 * A tensor of PyTorch's in the shape used here: a filter [out, in, k, k] as [k, k, in, out], a
 * linear layer's [out, in] as [in, out]; vectors stay.
 */
export function fromTorch({ shape, data }: WeightTensor): WeightTensor {
  const [out, input, ...kernel] = shape;
  if (out === undefined || input === undefined) return { shape, data };
  return {
    shape: [...kernel, input, out],
    data: reverseAxes(data, out, input, product(kernel)),
  };
}

/** The reverse of `fromTorch`. */
export function toTorch({ shape, data }: WeightTensor): WeightTensor {
  const [input, out] = shape.slice(-2);
  if (out === undefined || input === undefined) return { shape, data };
  return {
    shape: torchShape(shape),
    data: reverseAxes(data, product(shape.slice(0, -2)), input, out),
  };
}

/** PyTorch's shape of a tensor with this one here. */
export function torchShape(shape: readonly number[]): readonly number[] {
  return [...shape.slice(-2).reverse(), ...shape.slice(0, -2)];
}

/** [a, b, c] → [c, b, a]; the kernel's two axes count as one. */
function reverseAxes(data: Float32Array, a: number, b: number, c: number): Float32Array {
  const out = new Float32Array(data.length);
  let from = 0;
  for (let i = 0; i < a; i += 1) {
    for (let j = 0; j < b; j += 1) {
      for (let k = 0; k < c; k += 1) {
        out[(k * b + j) * a + i] = data[from]!;
        from += 1;
      }
    }
  }
  return out;
}

function product(sizes: readonly number[]): number {
  return sizes.reduce((all, size) => all * size, 1);
}
