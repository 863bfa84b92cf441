import type { Json } from '../core/json.js';
import { words } from './squash.js';

/** Other names of a parameter. */
export interface ParameterNames {
  /** As `parameters` calls it. */
  readonly parameter: string;
  /** Case, hyphens, spaces and underscores make no difference. */
  readonly spellings: readonly string[];
  /** What its values mean under these names, by their JSON; absent: as they are. */
  readonly values?: Readonly<Record<string, Json>>;
  /** Why no other value is taken; absent: others stand as they are. */
  readonly others?: string;
}

/**
 * What scripts of others call our parameters: PyTorch's, timm's, Keras', Lightning's, Ultralytics',
 * Hugging Face's, W&B's examples. Our own names stand in the registry.
 */
export const PARAMETER_NAMES: readonly ParameterNames[] = [
  {
    parameter: 'learning_rate',
    spellings: words(
      'lr lr0 base_lr init_lr initial_lr lr_init start_lr lrate learn_rate base_learning_rate initial_learning_rate learning_rate_init',
    ),
  },
  {
    parameter: 'batch_size',
    spellings: words(
      'bs batch batchsize train_batch_size batch_size_train train_bs mini_batch_size minibatch_size per_device_train_batch_size per_device_batch_size total_batch_size global_batch_size batch_size_per_gpu',
    ),
  },
  {
    parameter: 'weight_decay',
    spellings: words('wd l2 l2_reg l2_penalty l2_regularization weight_decay_rate'),
  },
  {
    parameter: 'epochs',
    spellings: words(
      'epoch max_epochs n_epochs num_epochs num_train_epochs nepochs total_epochs train_epochs number_of_epochs nb_epochs',
    ),
  },
  { parameter: 'optimizer', spellings: words('optim opt optimiser optimizer_name optimizer_type') },
  {
    parameter: 'scheduler',
    spellings: words(
      'lr_scheduler sched lr_schedule schedule lr_scheduler_type scheduler_name scheduler_type lr_policy learning_rate_scheduler learning_rate_schedule',
    ),
  },
  {
    parameter: 'image_size',
    spellings: words('img_size input_size imgsz image_dim img_dim input_dim resolution img_res'),
  },
  {
    parameter: 'dropout',
    spellings: words('drop drop_rate dropout_rate dropout_prob dropout_p p_dropout drop_prob'),
  },
  {
    parameter: 'augmentation',
    spellings: words('aug augment augmentations data_augmentation data_aug augmentation_policy'),
  },
  {
    parameter: 'unfrozen_layers',
    spellings: words(
      'unfreeze_layers unfreezed_layers unfreeze num_unfrozen_layers trainable_layers trainable_backbone_layers finetune_layers fine_tune_layers last_layers_to_train',
    ),
  },
  {
    parameter: 'unfrozen_layers',
    spellings: words(
      'freeze frozen freeze_backbone freeze_encoder freeze_base feature_extract freeze_weights freeze_layers frozen_layers n_frozen_layers num_frozen_layers',
    ),
    values: { true: 0, false: 5, '0': 5 },
    others:
      'it says what is frozen, and unfrozen_layers how much trains, counted from fc: expected true or false, or write unfrozen_layers',
  },
  {
    parameter: 'label_smoothing',
    spellings: words('smoothing label_smooth label_smoothing_factor'),
  },
  {
    parameter: 'gradient_clip',
    spellings: words(
      'grad_clip clip_grad clip_grad_norm grad_clip_norm grad_norm_clip max_grad_norm gradient_clip_val clip_norm clipnorm gradient_clipping',
    ),
    values: { '0': null, false: null },
  },
  { parameter: 'momentum', spellings: words('sgd_momentum mom') },
  { parameter: 'nesterov', spellings: words('use_nesterov sgd_nesterov') },
  { parameter: 'layer_lr_decay', spellings: words('layer_decay layerwise_lr_decay llrd') },
  { parameter: 'pooling', spellings: words('pool global_pool pool_type pooling_type') },
  { parameter: 'precision', spellings: words('trainer_precision') },
  { parameter: 'normalization', spellings: words('normalize normalisation') },
];
