import { words } from './squash.js';

/** Names that Thaw has nothing for, with what is nearest in meaning. */
export const MEANINGS: readonly (readonly [spellings: readonly string[], nearest: string])[] = [
  [words('patience patience_epochs'), 'early_terminate, or the patience of scheduler plateau'],
  [words('decay'), "weight_decay; or a scheduler, as Keras' decay is of the rate"],
  [
    words('freeze_epochs unfreeze_epoch unfreeze_epochs freeze_until frozen_epochs unfreeze_at'),
    'unfrozen_layers; what is frozen stays so for the whole trial',
  ],
  [
    words(
      'early_stopping early_stop early_stopping_patience es_patience patience_early early_stopping_rounds',
    ),
    'early_terminate, a key of the sweep',
  ],
  [
    words(
      'warmup warmup_steps warmup_iters warmup_ratio warmup_proportion num_warmup_steps warmup_pct warmup_lr warmup_lr_init warmup_bias_lr',
    ),
    "a scheduler's warmup_epochs, which counts epochs",
  ],
  [words('lr_decay learning_rate_decay lrf final_lr end_lr'), "a scheduler's gamma or eta_min"],
  [
    words(
      'mixup_alpha cutmix_alpha mixup cutmix cutout random_erasing reprob color_jitter jitter aa auto_augment rotation degrees rotate scale shear translate perspective flip fliplr flipud hflip vflip hsv_h hsv_s hsv_v mosaic randaugment rand_augment crop use_augmentation transforms transform horizontal_flip_prob',
    ),
    'augmentation, a set of transforms',
  ],
  [words('amp fp16 mixed_precision use_amp bf16 half'), 'precision, of frozen layers'],
  [
    words('val_split validation_split val_size valid_size valid_pct val_frac val_ratio'),
    'data.val',
  ],
  [words('train_split train_size train_frac train_ratio subset'), 'data.train'],
  [words('test_size test_split'), 'nothing: the test split is never read during a sweep'],
  [words('beta1 beta2 beta_1 beta_2 adam_beta1 adam_beta2'), "an optimizer's betas"],
  [
    words(
      'accumulate_grad_batches gradient_accumulation_steps grad_accum accumulation_steps grad_accumulation',
    ),
    'batch_size: gradients are not accumulated',
  ],
  [
    words(
      'crop_size resize resize_size resize_to input_shape image_shape img_shape image_height image_width img_height img_width size sz',
    ),
    'image_size, one side of the square, or data.decode_size',
  ],
  [
    words('clip clip_value clipvalue clip_grad_value grad_clip_value gradient_clip_algorithm'),
    'gradient_clip, the largest norm',
  ],
  [
    words('cooldown_epochs num_epochs_pretrain pretrain_epochs head_epochs'),
    'nothing: a trial has one phase, of as many epochs as epochs says',
  ],
  [words('cos_lr cosine_lr use_cosine cosine'), 'scheduler: { value: cosine }'],
  [words('step lr_step'), 'the step_size of scheduler step'],
  [
    words(
      'unfreeze_backbone train_backbone fine_tune finetune full_finetune trainable tune_backbone',
    ),
    'unfrozen_layers: 0 only fc, 5 all',
  ],
  [
    words('weight_decay_end momentum_schedule final_weight_decay'),
    'nothing: only the rate has a schedule',
  ],
  [words('input_channels in_channels in_chans'), 'nothing: images are RGB'],
  [
    words(
      'backbone_lr head_lr encoder_lr classifier_lr lr_backbone lr_head fc_lr discriminative_lr',
    ),
    'layer_lr_decay, the rate of each layer as a multiple of the next one',
  ],
  [
    words('ema ema_decay swa use_ema model_ema model_ema_decay'),
    'nothing: weights are not averaged',
  ],
  [words('drop_path drop_path_rate stochastic_depth'), 'dropout, before fc'],
  [words('steps max_steps num_steps iterations num_iterations max_iters'), 'epochs'],
  [
    words(
      'class_weights class_weight focal_gamma criterion loss loss_fn loss_function loss_func loss_type',
    ),
    'label_smoothing, the only change to the loss',
  ],
  [
    words(
      'activation hidden_size hidden_dim hidden_dims hidden_layers num_layers n_layers depth width kernel_size channels num_filters filters embedding_dim embed_dim num_heads n_heads conv_layers channels_one channels_two lin1_size lin2_size',
    ),
    'model.architecture, or head; the network is a ResNet',
  ],
];

/** Choices that Thaw has none of, with the nearest. By parameter. */
export const VALUE_MEANINGS: Readonly<
  Record<string, readonly (readonly [spellings: readonly string[], nearest: string])[]>
> = {
  optimizer: [
    [words('nadam radam adamax adabelief lamb lion adabound'), 'adamw'],
    [words('adagrad adadelta adafactor'), 'rmsprop'],
    [words('lbfgs asgd rprop lars sam'), 'sgd'],
  ],
  scheduler: [
    [words('linearlr linear_warmup warmup constant_with_warmup'), 'constant with warmup_epochs'],
    [
      words('cosine_with_warmup cosine_warmup warmup_cosine linear_warmup_cosine_annealing'),
      'cosine with warmup_epochs',
    ],
    [words('linear_with_warmup'), 'polynomial with warmup_epochs'],
    [words('cycliclr cyclic triangular'), 'one_cycle, or cosine_warm_restarts'],
    [words('lambdalr lambda multiplicativelr'), 'multistep or exponential'],
  ],
};
