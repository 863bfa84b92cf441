import type { Json } from '../core/json.js';
import { words } from './squash.js';

/** Parameters of others' scripts that are keys of our sweep: one value for all trials. */
export interface SettingNames {
  readonly key: readonly string[];
  readonly spellings: readonly string[];
  /** What values mean, by their squashed text; others stand as they are. */
  readonly values?: Readonly<Record<string, Json>>;
}

export const SETTING_NAMES: readonly SettingNames[] = [
  {
    key: ['model', 'architecture'],
    spellings: words(
      'arch architecture model model_name model_arch model_type model_name_or_path backbone network net base_model',
    ),
    values: { wideresnet502: 'wide_resnet50_2' },
  },
  {
    key: ['model', 'weights'],
    spellings: words('pretrained weights pretrained_weights use_pretrained imagenet_pretrained'),
    values: {
      ...{ true: 'imagenet', false: 'random', default: 'imagenet', imagenet1k: 'imagenet' },
      ...{ imagenet1kv1: 'imagenet', imagenet1kv2: 'imagenet', none: 'random', null: 'random' },
    },
  },
  {
    key: ['data', 'source'],
    spellings: words(
      'dataset data dataset_name data_dir data_path data_root dataset_dir dataset_path image_dir image_folder',
    ),
    values: { cifar10: 'cifar10' },
  },
];

/** The names that a seed goes by. */
export const SEED_NAMES = words(
  'seed random_seed manual_seed rng_seed random_state torch_seed seed_everything global_seed',
);

/** Parameters that change nothing that is trained here, and why. */
export const IGNORED_PARAMETERS: readonly (readonly [spellings: readonly string[], why: string])[] =
  [
    [
      words(
        'num_workers workers n_workers drop_last dataloader_num_workers dataloader_workers num_dataloader_workers loader_workers pin_memory persistent_workers prefetch_factor prefetch cache_images remove_unused_columns',
      ),
      'Thaw reads images in its own way',
    ],
    [
      words(
        'val_batch_size valid_batch_size validation_batch_size test_batch_size eval_batch_size batch_size_val batch_size_test batch_size_eval val_bs test_bs eval_bs per_device_eval_batch_size',
      ),
      'validation ends the same with batches of any size',
    ],
    [
      words(
        'device gpu gpus gpu_id gpu_ids num_gpus n_gpus n_gpu cuda use_cuda no_cuda use_gpu accelerator devices local_rank distributed strategy num_nodes',
      ),
      '`backend` and `workers` say where trials train',
    ],
    [
      words('cudnn_benchmark benchmark deterministic'),
      'runs are exact here, unless the sweep says `exact: false`',
    ],
    [
      words(
        'project entity wandb_project wandb_entity use_wandb wandb log_wandb run_name exp_name experiment experiment_name name notes tags group logger log_dir logdir log_interval log_every save_epochs epochs_per_eval log_every_n_steps print_freq eval_interval eval_every save_dir save_path save_model save_every save_interval output_dir out_dir output results_dir checkpoint_dir ckpt_dir checkpoint_path verbose debug config config_file config_path exp tag report_to logging_steps logging_dir logging_strategy eval_steps eval_strategy evaluation_strategy save_strategy save_steps save_total_limit load_best_model_at_end metric_for_best_model greater_is_better overwrite_output_dir do_train do_eval push_to_hub hub_model_id run_id comment',
      ),
      'Thaw keeps its own records',
    ],
    [
      words('num_classes n_classes nb_classes num_labels n_labels classes'),
      'there are as many classes as the images have',
    ],
  ];

/** Names that change nothing with the values that say so, by their squashed text. */
export const IDLE_NAMES: readonly {
  readonly spellings: readonly string[];
  readonly values: readonly string[];
  readonly why: string;
}[] = [
  {
    spellings: words('criterion loss loss_fn loss_function loss_func loss_type'),
    values: words(
      'ce crossentropy crossentropyloss categoricalcrossentropy sparsecategoricalcrossentropy xent nncrossentropyloss torchnncrossentropyloss',
    ),
    why: 'the loss is cross entropy',
  },
  {
    spellings: words(
      'accumulate_grad_batches gradient_accumulation_steps grad_accum accumulation_steps grad_accumulation grad_accum_steps',
    ),
    values: ['1'],
    why: 'gradients are not accumulated',
  },
  {
    spellings: words(
      'mixup mixup_alpha cutmix cutmix_alpha cutout reprob random_erasing mosaic mixup_prob cutmix_prob flipud degrees shear perspective drop_path drop_path_rate model_ema use_ema ema swa stochastic_depth amp fp16 use_amp mixed_precision half early_stopping early_stop use_early_stopping aa auto_augment',
    ),
    values: words('0 00 false none null no off'),
    why: 'that is off here',
  },
];
