import type { Tensor } from '@tensorflow/tfjs-core';
import type { Rgb } from '../../core/recipe.js';
import type { Kernels } from '../../device/kernels.js';

/** What a network takes: square images, normalized per channel. */
export interface InputForm {
  /** In pixels. */
  readonly side: number;
  /** What is subtracted from 0..255. */
  readonly mean255: Rgb;
  /** What that is multiplied by. */
  readonly scale: Rgb;
}

/** Images on their way into a network, a block at a time. */
export interface NetworkInput {
  /** How many there are. */
  readonly size: number;
  /**
   * `count` of the images, from one on, as they go to the device, followed by others of no meaning
   * that make the block `padded` images long. The caller's to dispose.
   */
  block(from: number, count: number, padded: number): Tensor;
  /** Tensors that `prepare` takes besides; borrowed. */
  readonly sources: readonly Tensor[];
  /** Names all that `prepare` depends on but for its arguments. */
  readonly key: string;
  /**
   * Makes of such a block what the network takes, float32 [padded, S, S, 3]: a new tensor, or the
   * block itself where there is nothing left to do. A pure function of each image, of ops alone, so
   * it can be part of a program: then the tensors and `kernels` are the program's.
   */
  prepare(block: Tensor, sources: readonly Tensor[], kernels: Kernels): Tensor;
}

/** Where images are resized and normalized: in JavaScript, or by the backend's own ops. */
export type PreparedOn = 'host' | 'device';
