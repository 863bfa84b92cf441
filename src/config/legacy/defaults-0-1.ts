import type { Choice, Json, JsonObject } from '../../core/json.js';
import type { Normalization } from '../../core/recipe.js';

/**
 * What Thaw 0.1 took where a sweep file left something out, before trials had recipes of their own
 * (database schemas 1 and 2). Frozen: today's defaults may change, what those trials trained with
 * did not. A parameter that comes later gets a line in `fallbacks` with what 0.1 did without it.
 */
export const defaults01: DefaultsOfVersion = {
  fallbacks: {
    learning_rate: 0.001,
    scheduler: 'constant',
    augmentation: 'none',
    unfrozen_layers: 0,
    optimizer: 'sgd',
    momentum: null,
    nesterov: null,
    weight_decay: null,
    dropout: 0,
    label_smoothing: 0,
    batch_size: 32,
    normalization: 'weights',
    precision: 'float32',
    gradient_clip: null,
    layer_lr_decay: 1,
    stem: 'imagenet',
    pooling: 'avg',
    head: 'linear',
    replicate: 0,
  },
  options: {
    scheduler: {
      constant: onTicks('epoch'),
      step: { gamma: 0.1, ...onTicks('epoch') },
      multistep: { gamma: 0.1, ...onTicks('epoch') },
      exponential: { gamma: 0.9, ...onTicks('epoch') },
      cosine: { eta_min: 0, ...onTicks('epoch') },
      cosine_warm_restarts: { T_mult: 1, eta_min: 0, ...onTicks('epoch') },
      plateau: {
        factor: 0.1,
        patience: 5,
        threshold: 0.0001,
        threshold_mode: 'rel',
        cooldown: 0,
        min_lr: 0,
        eps: 1e-8,
        ...onTicks('epoch'),
      },
      one_cycle: {
        pct_start: 0.3,
        anneal_strategy: 'cos',
        cycle_momentum: true,
        base_momentum: 0.85,
        max_momentum: 0.95,
        div_factor: 25,
        final_div_factor: 10_000,
        three_phase: false,
        ...onTicks('step'),
      },
      polynomial: { power: 1, ...onTicks('epoch') },
    },
    optimizer: {
      sgd: { momentum: 0.9, dampening: 0, weight_decay: 0, nesterov: false },
      adam: { betas: [0.9, 0.999], eps: 1e-8, amsgrad: false, weight_decay: 0 },
      adamw: { betas: [0.9, 0.999], eps: 1e-8, amsgrad: false, weight_decay: 0.01 },
      rmsprop: { alpha: 0.99, eps: 1e-8, weight_decay: 0, momentum: 0, centered: false },
    },
    head: { linear: {}, mlp: { width: 512 } },
  },
  transforms: {
    random_crop: {},
    horizontal_flip: { p: 0.5 },
    color_jitter: { brightness: 0, contrast: 0, saturation: 0, hue: 0 },
    random_resized_crop: { scale: [0.08, 1], ratio: [3 / 4, 4 / 3] },
    cutout: { fraction: 0.5 },
    random_erasing: { p: 0.5, scale: [0.02, 0.33], ratio: [0.3, 3.3], value: 0 },
    randaugment: { num_ops: 2, magnitude: 9, num_magnitude_bins: 31 },
    trivialaugment: { num_magnitude_bins: 31 },
    mixup: { alpha: 1, p: 1 },
    cutmix: { alpha: 1, p: 1 },
  },
  sets: {
    none: [],
    'crop-flip': cropFlip(),
    'crop-flip-jitter': [
      ...cropFlip(),
      { type: 'color_jitter', brightness: 0.4, contrast: 0.4, saturation: 0.4, hue: 0.1 },
    ],
    cutout: [...cropFlip(), { type: 'cutout', fraction: 0.5 }],
    randaugment: [
      ...cropFlip(),
      { type: 'randaugment', num_ops: 2, magnitude: 9, num_magnitude_bins: 31 },
    ],
    trivialaugment: [...cropFlip(), { type: 'trivialaugment', num_magnitude_bins: 31 }],
    mixup: [...cropFlip(), { type: 'mixup', alpha: 0.2, p: 1 }],
    cutmix: [...cropFlip(), { type: 'cutmix', alpha: 1, p: 1 }],
  },
  normalizations: {
    imagenet: { mean: [0.485, 0.456, 0.406], std: [0.229, 0.224, 0.225] },
    cifar10: { mean: [0.4914, 0.4822, 0.4465], std: [0.247, 0.2435, 0.2616] },
  },
};

/** A version's defaults, apart from today's registries. */
export interface DefaultsOfVersion {
  /** Values of parameters; `epochs` and `image_size` are the sweep's own. */
  readonly fallbacks: Readonly<Record<string, Json>>;
  /** Options of choices, by parameter and type. */
  readonly options: Readonly<
    Record<'scheduler' | 'optimizer' | 'head', Readonly<Record<string, JsonObject>>>
  >;
  /** Options of augmentation's transforms, by type. */
  readonly transforms: Readonly<Record<string, JsonObject>>;
  /** Augmentation sets that needed no declaration, all options spelled. */
  readonly sets: Readonly<Record<string, readonly Choice[]>>;
  /** Normalizations that had a name. */
  readonly normalizations: Readonly<Record<string, Normalization>>;
}

function onTicks(interval: 'epoch' | 'step') {
  return { interval, warmup_epochs: 0, warmup_factor: 0.1 };
}

function cropFlip(): readonly Choice[] {
  return [{ type: 'random_crop' }, { type: 'horizontal_flip', p: 0.5 }];
}
