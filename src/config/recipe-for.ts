import type { z } from 'zod';
import type { Json } from '../core/json.js';
import type { Recipe } from '../core/recipe.js';
import type { Params } from '../core/space.js';
import type { SweepSpec } from '../core/sweep.js';
import { builtinSets } from '../images/augmentation-sets.js';
import { parameters } from './parameters/index.js';
import { OPTIMIZER_OPTIONS, resolveOptimizer } from './parameters/optimizer.js';
import { fallbackOf, schemaOf } from './parameters/parameter.js';

/**
 * Everything trial `params` of a sweep needs to train; parameters the sweep leaves out take their
 * defaults. Pure: the same spec and params give an equal recipe.
 *
 * @throws {z.ZodError} the params are none that this sweep allows (see `allowsFor`).
 */
export function recipeFor(
  spec: Pick<SweepSpec, 'model' | 'data' | 'seed' | 'metric' | 'defaults' | 'augmentations'>,
  params: Params,
): Recipe {
  const { model, data, seed, metric, defaults } = spec;
  const schemas = schemasFor(spec.augmentations);
  const rawOf = (name: string): Json =>
    params[name] === undefined ? fallbackOf(parameters[name]!, defaults) : params[name];

  const parts = Object.entries(parameters).map(([name, def]): Partial<Recipe> => {
    if (!def.into) return {};
    return def.into(schemas.get(name)!.parse(rawOf(name)));
  });
  const own = Object.fromEntries(OPTIMIZER_OPTIONS.map((name) => [name, rawOf(name)]));
  const optimizer = resolveOptimizer(rawOf('optimizer'), own);
  const fixed = { model, data, seed, replicate: 0, metric, optimizer };
  return Object.assign(fixed, ...parts) as Recipe;
}

/** Schemas by parameter and by what the file says; making them takes far longer than using them. */
const made = new WeakMap<SweepSpec['augmentations'], ReadonlyMap<string, z.ZodType>>();

function schemasFor(augmentations: SweepSpec['augmentations']): ReadonlyMap<string, z.ZodType> {
  const known = made.get(augmentations);
  if (known) return known;
  const context = { augmentations: { ...builtinSets, ...augmentations } };
  const schemas = new Map(
    Object.entries(parameters).map(([name, def]) => [name, schemaOf(def, context)]),
  );
  made.set(augmentations, schemas);
  return schemas;
}
