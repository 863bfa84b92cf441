import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import { permutation, rngFor } from '../core/random.js';
import type { Recipe } from '../core/recipe.js';
import type { PreparedTrial } from './prepare-trial.js';

/** One training step's input; its tensors are owned by the caller. */
export interface TrainingBatch {
  readonly features: Tensor;
  /** Soft labels [size, classes]. */
  readonly labels: Tensor2D;
  readonly size: number;
}

export interface Batches {
  readonly stepsPerEpoch: number;
  /** The batch of a step; steps of an epoch are asked for in order. */
  next(epoch: number, step: number): TrainingBatch;
}

/**
 * Training batches in an order keyed by (seed, replicate, epoch), as features of the frozen trunk.
 * The last, partial batch is kept, unless a training batch norm would see one value per channel.
 */
export function createBatches(
  trial: PreparedTrial,
  recipe: Recipe,
  note: (message: string) => void,
): Batches {
  const { engine, head, images, trunk, trainRows } = trial;
  const { tf } = engine;
  const { batchSize, seed, replicate } = recipe;
  const count = trainRows.length;
  const rest = count % batchSize;
  const dropRest = head.hasBatchNorm && rest * deepestPixels(recipe) === 1 && count > 1;
  const stepsPerEpoch = dropRest ? Math.floor(count / batchSize) : Math.ceil(count / batchSize);
  if (dropRest) {
    note(
      `the last batch of each epoch (1 image) is dropped: at ${recipe.imageSize} px layer4 has one pixel, and batch norm cannot train on a single value`,
    );
  }

  const repeated = images.repeats ? trial.repeatedTraining() : undefined;
  let order: Uint32Array = new Uint32Array(0);

  return {
    stepsPerEpoch,
    next(epoch, step) {
      if (step === 0) order = permutation(rngFor('order', seed, replicate, epoch), count);
      const places = order.subarray(step * batchSize, Math.min(count, (step + 1) * batchSize));
      const rows = places.map((place) => trainRows[place]!);
      const size = rows.length;
      if (repeated) {
        const labels = tf.tensor2d(images.oneHot(rows), [size, images.classes]);
        return { features: repeated.take(places), labels, size };
      }
      const batch = images.augmented(rows, epoch, step);
      const labels = tf.tensor2d(batch.labels, [size, images.classes]);
      return { features: trunk.features(batch.images, size), labels, size };
    },
  };
}

/** Pixels of layer4's output, where a batch norm sees the fewest values. */
function deepestPixels({ imageSize, stem }: Recipe): number {
  const halvings = stem === 'small' ? 3 : 5;
  let side = imageSize;
  for (let i = 0; i < halvings; i += 1) side = Math.ceil(side / 2);
  return side * side;
}
