import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { Kernels } from '../../device/kernels.js';
import type { Layer } from '../../networks/layers.js';
import type { HeadTensors } from './head.js';
import type { TensorMap } from './tensor-map.js';

/** What a training pass works with. */
export interface PassContext {
  readonly kernels: Kernels;
  readonly epsilon: number;
  readonly tensors: HeadTensors;
  /** Multiplies the pooled features [B, F]: dropout, already scaled by 1 / (1 - p); null: none. */
  readonly mask: Tensor2D | null;
  /** Takes the running statistics that the forward pass moved, by the names of those they follow. */
  readonly moved: TensorMap;
  /** Takes the gradients of trained tensors by name, in the order in which they are made. */
  readonly gradients: TensorMap;
}

/** A layer passed forward and waiting for its gradient: what it keeps for that, as plain data. */
export interface Passed {
  readonly layer: Layer;
  /** Borrowed: it must outlive this. */
  readonly x: Tensor;
  /** Owned, as is all that follows. */
  readonly y: Tensor;
  readonly saved: readonly Tensor[];
  /** Layers inside this one. */
  readonly inner: readonly Passed[];
}

/** Frees what a layer kept. */
export function disposePassed({ y, saved, inner }: Passed): void {
  y.dispose();
  for (const tensor of saved) tensor.dispose();
  for (const passed of inner) disposePassed(passed);
}
