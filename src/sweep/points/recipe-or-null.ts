import type { Recipe } from '../../core/recipe.js';
import type { Params } from '../../core/space.js';
import type { SweepParts } from '../sweep-parts.js';

/** Null: the params make none, and a trial of them fails with the reason when its turn comes. */
export function recipeOrNull(
  { recipeFor }: Pick<SweepParts, 'recipeFor'>,
  params: Params,
  replicate: number,
): Recipe | null {
  try {
    return recipeFor(params, replicate);
  } catch {
    return null;
  }
}
