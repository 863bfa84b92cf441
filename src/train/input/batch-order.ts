import { permutation, rngFor } from '../../core/random.js';
import type { TrunkRecipe } from '../../core/recipe.js';

export interface BatchOrder {
  readonly stepsPerEpoch: number;
  /** Places, in the list of images that are trained on, of those of a step. */
  places(epoch: number, step: number): Uint32Array;
}

/**
 * Batches of `count` images in an order keyed by (seed, replicate, epoch). The last, partial batch
 * is kept.
 */
export function batchOrder(
  { batchSize, seed, replicate }: Pick<TrunkRecipe, 'batchSize' | 'seed' | 'replicate'>,
  count: number,
): BatchOrder {
  let order: Uint32Array = new Uint32Array(0);
  let ordered = -1;
  return {
    stepsPerEpoch: Math.ceil(count / batchSize),
    places(epoch, step) {
      if (epoch !== ordered) order = permutation(rngFor('order', seed, replicate, epoch), count);
      ordered = epoch;
      return order.subarray(step * batchSize, Math.min(count, (step + 1) * batchSize));
    },
  };
}
