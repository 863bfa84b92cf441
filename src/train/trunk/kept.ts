import type { Tensor } from '@tensorflow/tfjs-core';

/** Frozen outputs of a list of images, kept somewhere. Filled once, then read again and again. */
export interface Kept {
  /** Shape of one row. */
  readonly shape: readonly number[];
  /** Seconds it took to compute them; whoever fills them adds them up. */
  seconds: number;
  /** Puts rows from place `from` on, in order of places; borrows the tensor. */
  write(from: number, rows: Tensor): void;
  /**
   * The rows at these places, [places.length, ...]; the caller's. `staged`: the places on the device,
   * too.
   */
  read(places: Uint32Array, staged?: Tensor): Tensor;
}
