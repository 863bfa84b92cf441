import type { Choice } from './json.js';
import type { Metric, Rule } from './metric.js';
import type { DataSpec, ModelSpec } from './sweep.js';

/** Per-channel numbers in RGB order. */
export type Rgb = readonly [number, number, number];

/** `(x / 255 - mean) / std` per channel, then brought into the range the weights expect. */
export interface Normalization {
  readonly mean: Rgb;
  readonly std: Rgb;
}

/** ImageNet's statistics as torchvision and timm use them, RGB in 0..1. */
export const IMAGENET: Normalization = {
  mean: [0.485, 0.456, 0.406],
  std: [0.229, 0.224, 0.225],
};

/** Those of CIFAR-10's training images. */
export const CIFAR10: Normalization = {
  mean: [0.4914, 0.4822, 0.4465],
  std: [0.247, 0.2435, 0.2616],
};

/**
 * What layers may compute with. On a GPU the whole network does; elsewhere frozen layers alone, and
 * what trains is float32. Weights, optimizers, statistics and losses are float32 always.
 */
export const PRECISIONS = ['float32', 'tf32', 'bf16'] as const;

export type Precision = (typeof PRECISIONS)[number];

/**
 * Everything one trial needs to train, resolved from sweep and params, every default applied. Plain
 * data; equal recipes train to equal bits on one backend.
 *
 * Its parts say what may be shared: trials with equal `keyOf(trunk)` see the same frozen outputs,
 * those that also have equal `keyOf(training)` begin as one, and are one for as long as their
 * `pace` gives equal rates. A new field belongs to exactly one part, and needs nothing else.
 */
export interface Recipe {
  readonly trunk: TrunkRecipe;
  readonly training: TrainingRecipe;
  readonly pace: PaceRecipe;
  readonly judged: JudgedRecipe;
}

/** What batches of frozen outputs are a function of. */
export interface TrunkRecipe {
  readonly model: ModelSpec;
  readonly data: DataSpec;
  readonly seed: number;
  /** 0 for a trial's only run; repeats of one point count up. */
  readonly replicate: number;
  /** Side in pixels of the network's input. */
  readonly imageSize: number;
  /** `weights`: what the weights were trained with. */
  readonly normalization: 'weights' | Normalization;
  /** The set's name and its transforms in order, options resolved. */
  readonly augmentation: { readonly name: string; readonly transforms: readonly Choice[] };
  readonly batchSize: number;
  /** `small`: conv1 with stride 1 and no max pooling, the weights unchanged. */
  readonly stem: 'imagenet' | 'small';
  /** Of the frozen layers. */
  readonly precision: Precision;
}

/** What a step's arithmetic is a function of, beside its batch and its rates. */
export interface TrainingRecipe {
  /** First unit that trains, as an index into the network's units; all later ones train too. */
  readonly firstTrained: number;
  readonly pooling: Pooling;
  readonly head: HeadRecipe;
  /** Probability of dropping a pooled feature before `fc`, in [0, 1). */
  readonly dropout: number;
  /** The optimizer and its options, `weight_decay` and `momentum` included, all resolved. */
  readonly optimizer: Choice;
  /** In [0, 1). */
  readonly labelSmoothing: number;
  /** Largest global L2 norm of a step's gradient; null: no clipping. */
  readonly gradientClip: number | null;
  /** Rate of unit k is `learningRate * layerLrDecay ** (distance of k from fc)`; 1: all equal. */
  readonly layerLrDecay: number;
}

/** Rates over time, and for how long. */
export interface PaceRecipe {
  readonly epochs: number;
  /** Base learning rate. */
  readonly learningRate: number;
  /** The schedule and its options, all resolved. */
  readonly scheduler: Choice;
}

/** What is made of the numbers: nothing that is trained depends on it. */
export interface JudgedRecipe {
  readonly metric: Metric;
  /** The epoch that stands for the trial, whose weights are kept. */
  readonly rule: Rule;
}

export type Pooling = 'avg' | 'max' | 'avgmax';

/** What stands on the pooled features. */
export type HeadRecipe =
  | { readonly type: 'linear' }
  | { readonly type: 'mlp'; readonly width: number };

/** A recipe without its parts, as outputs spell it. */
export function flatRecipe({ trunk, training, pace, judged: { metric } }: Recipe) {
  const { model, data, seed, replicate, ...images } = trunk;
  return { model, data, seed, replicate, metric, ...pace, ...images, ...training };
}

/**
 * What frozen outputs of images as they are, not augmented, are a function of, but for the cut: what
 * makes batches of them is left out, so that cohorts that differ in that share them too.
 */
export function plainPart(trunk: TrunkRecipe) {
  const { replicate, augmentation, batchSize, ...images } = trunk;
  return images;
}

/** Names a part of a recipe: equal exactly when the parts are. */
export function keyOf(part: Recipe[keyof Recipe]): string {
  return JSON.stringify(part);
}
