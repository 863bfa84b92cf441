import type { Recipe } from '../../core/recipe.js';
import { FC } from '../../networks/resnet50/units.js';

/**
 * Steps of an epoch that a recipe trains on: the last batch is dropped where a training batch norm
 * would see one value per channel. PyTorch refuses such a batch.
 */
export function usableSteps(recipe: Recipe, images: number): number {
  return dropsRest(recipe, images)
    ? Math.floor(images / recipe.batchSize)
    : Math.ceil(images / recipe.batchSize);
}

/** Whether the last, partial batch of an epoch is left out. */
export function dropsRest(recipe: Recipe, images: number): boolean {
  const rest = images % recipe.batchSize;
  return recipe.firstTrained < FC && rest * deepestPixels(recipe) === 1 && images > 1;
}

/** Pixels of layer4's output, where a batch norm sees the fewest values. */
function deepestPixels({ imageSize, stem }: Recipe): number {
  const halvings = stem === 'small' ? 3 : 5;
  let side = imageSize;
  for (let i = 0; i < halvings; i += 1) side = Math.ceil(side / 2);
  return side * side;
}
