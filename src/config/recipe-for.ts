import type { z } from 'zod';
import type { Choice, Json } from '../core/json.js';
import type { HeadRecipe, Recipe } from '../core/recipe.js';
import type { Params } from '../core/space.js';
import type { SweepSpec } from '../core/sweep.js';
import { builtinSets } from '../images/augmentation-sets.js';
import { networkCalled } from '../networks/index.js';
import { parameters } from './parameters/index.js';
import { OPTIMIZER_OPTIONS, resolveOptimizer } from './parameters/optimizer.js';
import {
  type FileContext,
  fallbackOf,
  type ParameterDef,
  schemaOf,
} from './parameters/parameter.js';

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
  const given = (name: keyof typeof parameters): Json => {
    const own = params[name];
    return own === undefined ? fallbackOf(parameters[name], defaults) : own;
  };
  const own = Object.fromEntries(OPTIMIZER_OPTIONS.map((name) => [name, given(name)]));
  return {
    trunk: {
      model,
      data,
      seed,
      replicate:
        params.replicate === undefined ? replicate : schemas.replicate.parse(params.replicate),
      imageSize: schemas.image_size.parse(given('image_size')),
      normalization: schemas.normalization.parse(given('normalization')),
      augmentation: schemas.augmentation.parse(given('augmentation')),
      batchSize: schemas.batch_size.parse(given('batch_size')),
      stem: schemas.stem.parse(given('stem')),
      precision: schemas.precision.parse(given('precision')),
    },
    training: {
      firstTrained: schemas.unfrozen_layers.parse(given('unfrozen_layers')),
      pooling: schemas.pooling.parse(given('pooling')),
      head: toHead(schemas.head.parse(given('head'))),
      dropout: schemas.dropout.parse(given('dropout')),
      optimizer: resolveOptimizer(given('optimizer'), own),
      labelSmoothing: schemas.label_smoothing.parse(given('label_smoothing')),
      gradientClip: schemas.gradient_clip.parse(given('gradient_clip')),
      layerLrDecay: schemas.layer_lr_decay.parse(given('layer_lr_decay')),
    },
    pace: {
      epochs: schemas.epochs.parse(given('epochs')),
      learningRate: schemas.learning_rate.parse(given('learning_rate')),
      scheduler: schemas.scheduler.parse(given('scheduler')),
    },
    judged: { metric, rule: 'best' },
  };
}

function toHead({ type, width }: Choice): HeadRecipe {
  return type === 'mlp' && typeof width === 'number' ? { type, width } : { type: 'linear' };
}

/** Schemas by parameter and by what the file says; making them takes far longer than using them. */
const made = new WeakMap<SweepSpec['augmentations'], Map<string, Schemas>>();

type Schemas = ReturnType<typeof makeSchemas>;

function schemasFor(augmentations: SweepSpec['augmentations'], architecture: string): Schemas {
  const byNetwork = made.get(augmentations) ?? new Map<string, Schemas>();
  made.set(augmentations, byNetwork);
  const known = byNetwork.get(architecture);
  if (known) return known;
  const schemas = makeSchemas({
    augmentations: { ...builtinSets, ...augmentations },
    networks: [networkCalled(architecture)],
  });
  byNetwork.set(architecture, schemas);
  return schemas;
}

/** One for each parameter that a recipe takes the value of, so that each has its own type. */
function makeSchemas(context: FileContext) {
  const of = <Schema extends z.ZodType>(def: ParameterDef<Schema>) => schemaOf(def, context);
  return {
    image_size: of(parameters.image_size),
    normalization: of(parameters.normalization),
    augmentation: of(parameters.augmentation),
    batch_size: of(parameters.batch_size),
    stem: of(parameters.stem),
    precision: of(parameters.precision),
    unfrozen_layers: of(parameters.unfrozen_layers),
    pooling: of(parameters.pooling),
    head: of(parameters.head),
    dropout: of(parameters.dropout),
    label_smoothing: of(parameters.label_smoothing),
    gradient_clip: of(parameters.gradient_clip),
    layer_lr_decay: of(parameters.layer_lr_decay),
    epochs: of(parameters.epochs),
    learning_rate: of(parameters.learning_rate),
    scheduler: of(parameters.scheduler),
    replicate: of(parameters.replicate),
  };
}
