import type { Recipe } from '../core/recipe.js';

/**
 * Names the frozen trunk's inputs and weights: trials with equal keys see the same trunk outputs,
 * so that a worker which kept them does the second trial's frozen layers for nothing.
 */
export function trunkKey(recipe: Recipe): string {
  const { model, data, seed, replicate, imageSize, normalization, stem, precision } = recipe;
  const { augmentation, batchSize } = recipe;
  return JSON.stringify([
    model,
    data,
    seed,
    replicate,
    imageSize,
    normalization,
    stem,
    precision,
    augmentation,
    batchSize,
  ]);
}
