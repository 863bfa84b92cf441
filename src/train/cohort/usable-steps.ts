import type { TrunkRecipe } from '../../core/recipe.js';
import { FC } from '../../networks/resnet50/units.js';

/**
 * Steps of an epoch that a head from `firstTrained` on trains on: the last batch is dropped where a training batch norm
 * would see one value per channel. PyTorch refuses such a batch.
 */
export function usableSteps(recipe: TrunkRecipe, firstTrained: number, images: number): number {
  const { batchSize } = recipe;
  return dropsRest(recipe, firstTrained, images)
    ? Math.floor(images / batchSize)
    : Math.ceil(images / batchSize);
}

/** Whether the last, partial batch of an epoch is left out. */
export function dropsRest(recipe: TrunkRecipe, firstTrained: number, images: number): boolean {
  const rest = images % recipe.batchSize;
  return firstTrained < FC && rest * deepestPixels(recipe) === 1 && images > 1;
}

/** Pixels of layer4's output, where a batch norm sees the fewest values. */
function deepestPixels({ imageSize, stem }: TrunkRecipe): number {
  const halvings = stem === 'small' ? 3 : 5;
  let side = imageSize;
  for (let i = 0; i < halvings; i += 1) side = Math.ceil(side / 2);
  return side * side;
}
