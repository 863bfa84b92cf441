import { ZodError } from 'zod';
import type { Params } from '../core/space.js';
import type { SweepSpec } from '../core/sweep.js';
import { type RecipeContext, recipeFor } from './recipe-for.js';
import { refusalsOf } from './space/refusals.js';

/** Whether a point is one that a trial can use: what samplers ask before they propose it. */
export function allowsFor(
  spec: RecipeContext & Pick<SweepSpec, 'constraints'>,
): (params: Params) => boolean {
  const refusals = refusalsOf(spec);
  return (params) => refusals.every((refuses) => !refuses(params)) && makesRecipe(spec, params);
}

/** Whether the values of a point go together. */
export function makesRecipe(spec: RecipeContext, params: Params): boolean {
  try {
    recipeFor(spec, params);
    return true;
  } catch (error) {
    if (error instanceof ZodError) return false;
    throw error;
  }
}
