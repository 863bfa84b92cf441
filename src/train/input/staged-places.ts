import type { Tensor } from '@tensorflow/tfjs-core';

/**
 * Which images a batch is of, on the device already: float32, exact up to 2^24, as int32 would stay in
 * the host's memory. Borrowed.
 */
export interface StagedPlaces {
  /** Places in the list of images that are trained on, [n]. */
  readonly places: Tensor;
  /** Their rows in the data set, [n]. */
  readonly rows: Tensor;
}
