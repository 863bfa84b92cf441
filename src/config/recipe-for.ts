import type { z } from 'zod';
import type { Choice, Json } from '../core/json.js';
import type { HeadRecipe, Recipe } from '../core/recipe.js';
import type { Params } from '../core/space.js';
import type { SweepSpec } from '../core/sweep.js';
import { builtinSets } from '../images/augmentation-sets.js';
import { networkCalled } from '../networks/index.js';
import { parameters } from './parameters/index.js';
import { OPTIMIZER_OPTIONS, resolveOptimizer } from './parameters/optimizer.js';
import { fallbackOf, schemaOf } from './parameters/parameter.js';

/** What of a sweep a recipe is made of, beside the params. */
export type RecipeContext = Pick<
  SweepSpec,
  'model' | 'data' | 'seed' | 'metric' | 'defaults' | 'augmentations'
>;

/**
 * Everything trial `params` of a sweep needs to train; parameters the sweep leaves out take their
 * defaults. Pure: the same spec and params give an equal recipe.
 *
 * @throws {z.ZodError} the params are none that this sweep allows (see `allowsFor`).
 */
export function recipeFor(spec: RecipeContext, params: Params, replicate = 0): Recipe {
  const { model, data, seed, metric, defaults, augmentations } = spec;
  const schemas = schemasFor(augmentations, model.architecture);
  const given = (name: Name): Json => {
    const own = params[name];
    return own === undefined ? fallbackOf(parameters[name], defaults) : own;
  };
  const read = <N extends Name>(name: N) => schemas.get(name)!.parse(given(name)) as Value<N>;
  const own = Object.fromEntries(OPTIMIZER_OPTIONS.map((name) => [name, given(name)]));
  return {
    trunk: {
      model,
      data,
      seed,
      replicate,
      imageSize: read('image_size'),
      normalization: read('normalization'),
      augmentation: read('augmentation'),
      batchSize: read('batch_size'),
      stem: read('stem'),
      precision: read('precision'),
    },
    training: {
      firstTrained: read('unfrozen_layers'),
      pooling: read('pooling'),
      head: toHead(read('head')),
      dropout: read('dropout'),
      optimizer: resolveOptimizer(given('optimizer'), own),
      labelSmoothing: read('label_smoothing'),
      gradientClip: read('gradient_clip'),
      layerLrDecay: read('layer_lr_decay'),
    },
    pace: {
      epochs: read('epochs'),
      learningRate: read('learning_rate'),
      scheduler: read('scheduler'),
    },
    judged: { metric, rule: 'best' },
  };
}

function toHead({ type, width }: Choice): HeadRecipe {
  return type === 'mlp' ? { type, width: width as number } : { type: 'linear' };
}

type Name = keyof typeof parameters;
type Value<N extends Name> = (typeof parameters)[N] extends { readonly schema: infer Schema }
  ? z.output<Extract<Schema extends (context: never) => infer Made ? Made : Schema, z.ZodType>>
  : never;

/** Schemas by parameter and by what the file says; making them takes far longer than using them. */
const made = new WeakMap<SweepSpec['augmentations'], Map<string, Schemas>>();

type Schemas = ReadonlyMap<string, z.ZodType>;

function schemasFor(augmentations: SweepSpec['augmentations'], architecture: string): Schemas {
  const byNetwork = made.get(augmentations) ?? new Map<string, Schemas>();
  made.set(augmentations, byNetwork);
  const known = byNetwork.get(architecture);
  if (known) return known;
  const context = {
    augmentations: { ...builtinSets, ...augmentations },
    networks: [networkCalled(architecture)],
  };
  const schemas = new Map(
    Object.entries(parameters).map(([name, def]) => [name, schemaOf<z.ZodType>(def, context)]),
  );
  byNetwork.set(architecture, schemas);
  return schemas;
}
