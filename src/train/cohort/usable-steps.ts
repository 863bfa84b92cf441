import type { TrunkRecipe } from '../../core/recipe.js';
import { deepestSide } from '../../networks/costs.js';
import { networkCalled } from '../../networks/index.js';
import { classifierUnit } from '../../networks/network.js';

/**
 * Steps of an epoch that a head from `firstTrained` on trains on: the last batch is dropped where a
 * training batch norm would see one value per channel. PyTorch refuses such a batch.
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
  const network = networkCalled(recipe.model.architecture);
  const isNormed = firstTrained < classifierUnit(network);
  return isNormed && rest * deepestSide(network, recipe) ** 2 === 1 && images > 1;
}
