import type { Recipe } from './recipe.js';

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

/**
 * Whatever a recipe says of a step's arithmetic, but for the rates and what the trunk key holds:
 * trials of one cohort that agree in it begin as one.
 */
export function startKey(recipe: Recipe): string {
  const { firstTrained, pooling, head, dropout, optimizer } = recipe;
  const { labelSmoothing, gradientClip, layerLrDecay } = recipe;
  return JSON.stringify([
    firstTrained,
    pooling,
    head,
    dropout,
    optimizer,
    labelSmoothing,
    gradientClip,
    layerLrDecay,
  ]);
}
