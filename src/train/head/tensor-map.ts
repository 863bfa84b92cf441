import type { Tensor } from '@tensorflow/tfjs-core';
import type { Tf } from '../../device/kernels.js';

/** Named tensors that outlive every scope of tfjs until their owner disposes them. */
export type TensorMap = Map<string, Tensor>;

/** @throws {Error} there is none of that name. */
export function tensorOf(tensors: ReadonlyMap<string, Tensor>, name: string): Tensor {
  const tensor = tensors.get(name);
  if (tensor) return tensor;
  throw new Error(`there is no tensor ${name} among ${[...tensors.keys()].join(', ')}`);
}

/** Puts a tensor in place, takes it over and disposes the one it replaces. */
export function replaceTensor(tf: Tf, tensors: TensorMap, name: string, value: Tensor): void {
  const old = tensors.get(name);
  if (old !== value) old?.dispose();
  tensors.set(name, tf.keep(value));
}

/** The same tensors under the same names, shared in memory until either side replaces its own. */
export function forkTensors(tf: Tf, tensors: ReadonlyMap<string, Tensor>): TensorMap {
  return new Map(Array.from(tensors, ([name, tensor]) => [name, tf.keep(tensor.clone())]));
}
