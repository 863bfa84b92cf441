import { measureAll } from '../../src/core/metric.js';
import type { MadeOf } from '../../src/core/prints/fingerprint.js';
import type { Provenance } from '../../src/core/provenance.js';
import type { Recipe } from '../../src/core/recipe.js';
import type { Params } from '../../src/core/space.js';
import { NO_REPEATS } from '../../src/core/study/repeats.js';
import { NO_BUDGET, type SweepSpec } from '../../src/core/sweep.js';
import type { Report } from '../../src/core/trial.js';
import type { PlannerOptions } from '../../src/plan/plan-cohorts.js';
import type { NewTrial } from '../../src/store/port.js';
import { folderFiles } from '../../src/sweep/files/folder-files.js';

/** A sweep of six learning rates; tests change what they are about. */
export function fakeSpec(change: Partial<SweepSpec> = {}): SweepSpec {
  return {
    name: 'fake',
    description: null,
    method: { type: 'grid' },
    metric: { name: 'val_accuracy', goal: 'maximize' },
    objectives: [change.metric ?? { name: 'val_accuracy', goal: 'maximize' }],
    constraints: [],
    points: [],
    warmStart: null,
    repeats: NO_REPEATS,
    sharing: 'prefer',
    space: { learning_rate: { kind: 'categorical', values: [0.1, 0.2, 0.3, 0.4, 0.5, 0.6] } },
    runCap: null,
    seed: 7,
    defaults: { epochs: 3, imageSize: 32 },
    data: { source: 'cifar10', train: 100, val: 50, decodeSize: 32 },
    model: { architecture: 'resnet50', weights: 'random' },
    augmentations: {},
    backend: 'wasm',
    workers: 1,
    memory: 'auto',
    order: 'declared',
    budget: NO_BUDGET,
    retries: 2,
    earlyTerminate: null,
    keep: 1,
    checkpoint: null,
    ...change,
  };
}

/** `learning_rate`, `epochs` and `augmentation` of the params, all else fixed. */
export function fakeRecipe(params: Params = {}): Recipe {
  return {
    trunk: {
      model: { architecture: 'resnet50', weights: 'random' },
      data: { source: 'cifar10', train: 100, val: 50, decodeSize: 32 },
      seed: 7,
      replicate: 0,
      imageSize: 32,
      normalization: 'weights',
      augmentation: { name: String(params.augmentation ?? 'none'), transforms: [] },
      batchSize: 32,
      stem: 'imagenet',
      precision: 'float32',
    },
    training: {
      firstTrained: 17,
      pooling: 'avg',
      head: { type: 'linear' },
      dropout: 0,
      optimizer: { type: 'sgd' },
      labelSmoothing: 0,
      gradientClip: null,
      layerLrDecay: 1,
    },
    pace: {
      epochs: Number(params.epochs ?? 3),
      learningRate: Number(params.learning_rate ?? 0.1),
      scheduler: { type: 'constant' },
    },
    judged: { metric: { name: 'val_accuracy', goal: 'maximize' }, rule: 'best' },
  };
}

/** Fields of any part of a recipe. */
export type RecipeFields = Partial<
  Recipe['trunk'] & Recipe['training'] & Recipe['pace'] & Recipe['judged']
>;

/** A recipe with other values of some fields, each in the part that has it. */
export function changed(recipe: Recipe, fields: RecipeFields): Recipe {
  const parts = Object.entries(recipe).map(([part, own]: [string, object]) => {
    const its = Object.entries(fields).filter(([field]) => field in own);
    return [part, { ...own, ...Object.fromEntries(its) }];
  });
  return Object.fromEntries(parts) as Recipe;
}

/** Of a sweep that keeps none. */
export const NO_FILES = folderFiles({
  folder: '/nowhere',
  checkpointPath: (trialId) => `/nowhere/${trialId}`,
});

/** Every trial alone, in so many lanes. */
export function alone(lanes = 1): PlannerOptions {
  return { lanes, limits: { bytes: Number.POSITIVE_INFINITY, trials: 1 } };
}

/** Cohorts as large as they come, in so many lanes. */
export function together(lanes = 1): PlannerOptions {
  return { lanes, limits: { bytes: Number.POSITIVE_INFINITY, trials: 1000 } };
}

/** A report whose accuracy is as given and whose other numbers follow from it. */
export function fakeReport(
  epoch: number,
  valAccuracy: number,
  change: Partial<Report> = {},
): Report {
  return {
    epoch,
    metrics: measureAll({
      train: { loss: 1 - valAccuracy, accuracy: valAccuracy },
      val: { loss: 2 - valAccuracy, accuracy: valAccuracy, confusion: [] },
      cost: { seconds: 2 * (epoch + 1), parameters: 1000 },
    }),
    learningRate: 0.1,
    seconds: 2,
    soloSeconds: 2,
    sharedWith: null,
    imagesPerSecond: 50,
    peakMemoryBytes: 1000,
    ...change,
  };
}

/** What fake trials ran on. */
export const PROVENANCE: Provenance = {
  version: '0.0.0',
  backend: 'wasm',
  backendVersion: '1.2.3',
  device: 'CPU, pretended',
  threads: 1,
  exactness: 'pretended',
};

/** What fake trials are made of. */
export const MADE: MadeOf = {
  change: 0,
  fingerprint: { classNames: ['cat', 'dog'], data: 'd1', weights: 'w1' },
};

/** Trials to lay down, numbered from `first`, each the only run of its point. */
export function newTrials(points: readonly Params[], first = 0): readonly NewTrial[] {
  return points.map((params, place) => {
    const number = first + place;
    const recipe = fakeRecipe(params);
    return { number, point: number, replicate: 0, params, recipe, version: '0.0.0', seen: null };
  });
}
