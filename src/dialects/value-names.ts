import type { Json } from '../core/json.js';

/**
 * Other spellings of values, by parameter and by our spelling as JSON. Case, hyphens and underscores
 * make no difference; what is no text stands as its JSON.
 */
export const VALUE_NAMES: Readonly<Record<string, readonly ValueNames[]>> = {
  optimizer: [
    {
      value: 'sgd',
      spellings: ['SGD', 'sgd_momentum', 'momentum', 'torch.optim.SGD'],
      remark: "with a momentum of 0.9 unless given, where PyTorch's has none",
    },
    { value: 'adam', spellings: ['Adam', 'torch.optim.Adam'] },
    {
      value: 'adamw',
      spellings: ['AdamW', 'adam_w', 'adamw_torch', 'adamw_torch_fused', 'adamw_hf'],
    },
    { value: 'rmsprop', spellings: ['RMSprop', 'torch.optim.RMSprop'] },
  ],
  scheduler: [
    {
      value: 'constant',
      spellings: ['none', 'null', 'fixed', 'flat', 'no', 'off', 'false'],
    },
    {
      value: 'constant',
      spellings: ['ConstantLR'],
      remark: "PyTorch's begins with a third of the rate, this one does not",
    },
    { value: 'step', spellings: ['StepLR', 'step_decay', 'lr_step'] },
    { value: 'multistep', spellings: ['MultiStepLR', 'multi_step', 'multi_step_decay'] },
    { value: 'exponential', spellings: ['ExponentialLR', 'exp', 'exp_decay', 'exponential_decay'] },
    {
      value: 'cosine',
      spellings: ['CosineAnnealingLR', 'cosine_annealing', 'cos', 'cosine_decay', 'cosine_lr'],
    },
    {
      value: 'cosine_warm_restarts',
      spellings: [
        ...['CosineAnnealingWarmRestarts', 'cosine_restarts', 'cosine_with_restarts', 'sgdr'],
        ...['cosine_annealing_warm_restarts', 'cosine_warm', 'warm_restarts'],
      ],
    },
    {
      value: 'plateau',
      spellings: ['ReduceLROnPlateau', 'reduce_on_plateau', 'reduce_lr', 'rop', 'lr_plateau'],
    },
    { value: 'one_cycle', spellings: ['OneCycleLR', 'onecycle', '1cycle', 'one_cycle_policy'] },
    {
      value: 'polynomial',
      spellings: ['PolynomialLR', 'poly', 'linear', 'poly_lr', 'linear_decay'],
    },
  ],
  augmentation: [
    { value: 'none', spellings: ['null', 'false', 'no', 'off'] },
    {
      value: 'crop-flip',
      spellings: ['true', 'basic', 'standard', 'simple', 'default', 'flip_crop'],
    },
    { value: 'randaugment', spellings: ['RandAugment', 'rand_aug', 'randaug', 'ra'] },
    {
      value: 'trivialaugment',
      spellings: ['TrivialAugmentWide', 'trivial', 'trivial_aug', 'ta_wide'],
    },
    { value: 'mixup', spellings: ['MixUp', 'mix_up'] },
    { value: 'cutmix', spellings: ['CutMix', 'cut_mix'] },
    { value: 'cutout', spellings: ['CutOut', 'cut_out'] },
  ],
  unfrozen_layers: [
    { value: 5, spellings: ['all', 'full', 'everything'] },
    { value: 0, spellings: ['none', 'head', 'classifier', 'fc_only', 'last', 'head_only'] },
  ],
  gradient_clip: [{ value: null, spellings: ['None', 'off', 'no'] }],
  precision: [
    { value: 'float32', spellings: ['32', 'fp32', '32-true', 'full', 'no'] },
    { value: 'bf16', spellings: ['bfloat16', 'bf16-mixed', 'bf16-true'] },
  ],
  pooling: [
    { value: 'avg', spellings: ['average', 'mean', 'gap'] },
    { value: 'avgmax', spellings: ['avg_max', 'catavgmax', 'concat'] },
  ],
};

export interface ValueNames {
  readonly value: Json;
  readonly spellings: readonly string[];
  /** What differs all the same. */
  readonly remark?: string;
}
