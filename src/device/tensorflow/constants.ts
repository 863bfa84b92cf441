import type { Binding } from './node-backend.js';

/** A small tensor that an op takes besides its data: a shape, a rate. Not one of tfjs' tensors. */
export interface Constant {
  readonly constantId: number;
}

export interface Constants {
  /** Int32; of shape [values.length] where none is given. */
  readonly ints: (values: readonly number[], shape?: readonly number[]) => Constant;
  /** Float32, without dimensions. */
  readonly scalar: (value: number) => Constant;
}

/**
 * Constants made once and kept: through tfjs each would cost more time, at every use, than most
 * ops it goes into. The longest unused ones go when there are many (rates change all the time).
 */
export function createConstants(binding: Binding): Constants {
  const made = new Map<string, Constant>();

  function keep(key: string, make: () => number): Constant {
    const found = made.get(key) ?? { constantId: make() };
    made.delete(key);
    made.set(key, found);
    if (made.size > MOST) {
      const [oldest, { constantId }] = made.entries().next().value!;
      made.delete(oldest);
      binding.deleteTensor(constantId);
    }
    return found;
  }

  const { TF_FLOAT, TF_INT32 } = binding;
  return {
    ints: (values, shape = [values.length]) =>
      keep(`${values} ${shape}`, () =>
        binding.createTensor(shape, TF_INT32, Int32Array.from(values)),
      ),
    scalar: (value) =>
      keep(`= ${value}`, () => binding.createTensor([], TF_FLOAT, Float32Array.of(value))),
  };
}

/** Far more than one network's shapes. */
const MOST = 1000;
