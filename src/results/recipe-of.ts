import { recipeFor } from '../config/recipe-for.js';
import type { Recipe } from '../core/recipe.js';
import type { Trial } from '../core/trial.js';
import type { SweepRow } from '../store/port.js';

/** What a trial trained with, or would. @throws its params make no recipe. */
export function recipeOf({ spec }: Pick<SweepRow, 'spec'>, trial: Trial): Recipe {
  return trial.recipe ?? recipeFor(spec, trial.params, trial.replicate);
}
