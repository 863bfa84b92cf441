import type { Choice } from './json.js';
import type { DataSpec, Metric, ModelSpec } from './sweep.js';

/** Per-channel numbers in RGB order. */
export type Rgb = readonly [number, number, number];

/** `(x / 255 - mean) / std` per channel, then brought into the range the weights expect. */
export interface Normalization {
  readonly mean: Rgb;
  readonly std: Rgb;
}

/** What frozen layers compute with; what trains is float32 always. */
export type Precision = 'float32' | 'bf16';

/**
 * Everything one trial needs to train, resolved from sweep and params. Plain data; equal recipes
 * train to equal bits on one backend.
 */
export interface Recipe {
  readonly model: ModelSpec;
  readonly data: DataSpec;
  readonly seed: number;
  /** 0 for a trial's only run; repeats of one point count up. */
  readonly replicate: number;
  /** The number judged at the end of each epoch; the best epoch's weights are kept. */
  readonly metric: Metric;

  /** Side in pixels of the network's input. */
  readonly imageSize: number;
  /** `weights`: what the weights were trained with. */
  readonly normalization: 'weights' | Normalization;
  /** The set's name and its transforms in order, options resolved. */
  readonly augmentation: { readonly name: string; readonly transforms: readonly Choice[] };
  readonly batchSize: number;
  readonly epochs: number;

  /** `small`: conv1 with stride 1 and no max pooling, the weights unchanged. */
  readonly stem: 'imagenet' | 'small';
  /** Of the frozen layers. */
  readonly precision: Precision;
  /** First unit that trains, as an index into `UNITS` (networks/resnet50/units.ts); all later ones train too. */
  readonly firstTrained: number;
  readonly pooling: 'avg' | 'max' | 'avgmax';
  readonly head: { readonly type: 'linear' } | { readonly type: 'mlp'; readonly width: number };
  /** Probability of dropping a pooled feature before `fc`, in [0, 1). */
  readonly dropout: number;

  /** Base learning rate. */
  readonly learningRate: number;
  /** The schedule and its options, all resolved. */
  readonly scheduler: Choice;
  /** The optimizer and its options, `weight_decay` and `momentum` included, all resolved. */
  readonly optimizer: Choice;
  /** In [0, 1). */
  readonly labelSmoothing: number;
  /** Largest global L2 norm of a step's gradient; null: no clipping. */
  readonly gradientClip: number | null;
  /** Rate of unit k is `learningRate * layerLrDecay ** (distance of k from fc)`; 1: all equal. */
  readonly layerLrDecay: number;
}
