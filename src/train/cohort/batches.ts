import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { TrunkRecipe } from '../../core/recipe.js';
import { batchOrder } from '../input/batch-order.js';
import { labelTensor } from '../input/label-tensor.js';
import type { Cut } from '../trunk/trunk.js';
import type { PreparedCohort } from './prepare-cohort.js';

/** One training step's input; its tensors are owned by the caller. */
export interface TrainingBatch {
  /** Per cut asked for, [size, ...]. */
  readonly features: readonly Tensor[];
  /** Soft labels [size, classes]. */
  readonly labels: Tensor2D;
  readonly size: number;
}

export interface Batches {
  readonly stepsPerEpoch: number;
  /** The batch of a step at the cuts asked for; steps of an epoch are asked for in order. */
  next(epoch: number, step: number, cuts: readonly Cut[]): TrainingBatch;
}

/** Training batches in their order, as features of the frozen trunk. */
export function createBatches(cohort: PreparedCohort, recipe: TrunkRecipe): Batches {
  const { engine, images, trainRows, training, augmented } = cohort;
  const { tf } = engine;
  const order = batchOrder(recipe, trainRows.length);

  return {
    stepsPerEpoch: order.stepsPerEpoch,
    next(epoch, step, cuts) {
      const places = order.places(epoch, step);
      const from = step * recipe.batchSize;
      const rows = places.map((place) => trainRows[place]!);
      const size = rows.length;
      if (!images.repeats) return { ...augmented.take({ epoch, step, from, rows }, cuts), size };
      const labels = labelTensor(tf, images.labels(rows), images.classes);
      return { features: training.take(places, cuts), labels, size };
    },
  };
}
