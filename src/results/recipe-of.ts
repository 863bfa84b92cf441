import { UsageError } from '../core/errors.js';
import type { Recipe } from '../core/recipe.js';
import type { Trial } from '../core/trial.js';

/**
 * What a trial trained with.
 * @throws {UsageError} its params make no recipe: it never trained.
 */
export function recipeOf({ id, recipe }: Trial): Recipe {
  if (recipe) return recipe;
  throw new UsageError(
    `Trial ${id} has no recipe: its sweep does not allow its parameters. \`thaw show ${id}\` tells more.`,
  );
}
