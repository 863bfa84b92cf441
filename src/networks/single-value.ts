import type { TrunkRecipe } from '../core/recipe.js';
import { deepestSide } from './costs.js';
import { classifierUnit, type NetworkDef } from './network.js';

/**
 * Whether a batch norm that trains would see a single value per channel in a batch of `size` images:
 * its variance is 0, and what it gives means nothing. PyTorch refuses such a batch. `firstTrained`:
 * the unit from which on layers train.
 */
export function seesSingleValue(
  network: NetworkDef,
  input: Pick<TrunkRecipe, 'imageSize' | 'stem'>,
  firstTrained: number,
  size: number,
): boolean {
  const isNormed = firstTrained < classifierUnit(network);
  return isNormed && size * deepestSide(network, input) ** 2 === 1;
}
