import { UsageError } from '../../core/errors.js';
import type { TrunkRecipe } from '../../core/recipe.js';
import { networkCalled } from '../../networks/index.js';
import { seesSingleValue } from '../../networks/single-value.js';

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
  return rest < images && seesSingleValue(network, recipe, firstTrained, rest);
}

/** @throws {UsageError} no batch of an epoch has more than one value per channel. */
export function refuseSingleValues(
  recipe: TrunkRecipe,
  firstTrained: number,
  images: number,
): void {
  const largest = Math.min(recipe.batchSize, images);
  const network = networkCalled(recipe.model.architecture);
  if (!seesSingleValue(network, recipe, firstTrained, largest)) return;
  throw new UsageError(
    `Batches of 1 image at ${recipe.imageSize} px leave a batch norm that trains a single value per channel, which has no variance; PyTorch refuses that, too. Take a batch_size of 2 or more, larger images, or unfrozen_layers 0.`,
  );
}
