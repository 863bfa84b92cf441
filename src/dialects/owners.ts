import { finder, squash, words } from './squash.js';

/**
 * What stands before a name and makes another thing of it than the last part says: `ema.decay` is no
 * weight decay, `val.batch_size` not what trains. With what is nearest.
 */
const OWNERS: readonly (readonly [owners: readonly string[], nearest: string])[] = [
  [
    words(
      'ema model_ema ema_model swa swa_model averaging moving_average exponential_moving_average',
    ),
    'nothing: weights are not averaged',
  ],
  [
    words('teacher kd distill distillation momentum_encoder moco byol dino target_network target'),
    'nothing: no other network teaches the one that trains',
  ],
  [words('warmup warm_up lr_warmup'), "a scheduler's warmup_epochs and warmup_factor"],
  [
    words('bn batch_norm batchnorm norm norm_layer layer_norm layernorm group_norm'),
    'nothing: batch norms are as the network has them',
  ],
  [
    words(
      'val valid validation test testing eval evaluation inference predict prediction val_loader valid_loader test_loader eval_loader val_dataloader test_dataloader val_data test_data',
    ),
    'nothing: validation takes the images as training does, and ends the same with any batches',
  ],
  [
    words(
      'critic actor policy generator discriminator text_encoder decoder netg netd gan vae lstm gru rnn transformer attention attn embedding embeddings',
    ),
    'nothing: one ResNet trains',
  ],
  [
    words('conv convs conv_block conv_layers blocks'),
    'nothing: layers are as the network has them',
  ],
  [
    words('pretrain pretraining pre_training'),
    'a sweep of its own: a trial has one phase, which begins with model.weights',
  ],
  [words('freeze frozen freezing'), 'unfrozen_layers; what is frozen stays so for the whole trial'],
  [words('bias biases'), 'nothing: all tensors of a layer train alike'],
];

/** Of these, parameters are what they say (`loss.label_smoothing`), and options are none. */
const OWN_OPTIONS: readonly (readonly [owners: readonly string[], nearest: string])[] = [
  [
    words('loss loss_fn criterion focal focal_loss losses'),
    'label_smoothing, the only change to the loss',
  ],
  [
    words(
      'mixup cutmix aug augment augmentation augmentations transform transforms randaugment auto_augment erasing random_erasing cutout jitter color_jitter crop flip',
    ),
    'augmentation, a set of transforms',
  ],
];

/** What is nearest to an option of one of these owners; undefined: it may be that of a choice. */
export const nearestOfOptionOwner = finder(OWN_OPTIONS);

const NEAREST = new Map(
  OWNERS.flatMap(([owners, nearest]) => owners.map((owner) => [squash(owner), nearest] as const)),
);

/** What is nearest to anything of one of these owners; undefined: its last part says what it is. */
export function nearestOfOwner(owners: readonly string[]): string | undefined {
  for (const owner of owners.map(squash)) {
    const nearest = NEAREST.get(owner);
    if (nearest !== undefined) return nearest;
    if (/^(?:stage|phase|step)\d+$/.test(owner)) return 'a sweep of its own: a trial has one phase';
  }
  return undefined;
}

/** The same of a name that begins with its owner: `bn_momentum`. */
export function nearestOfPrefix(name: string): string | undefined {
  const parts = name.slice(0, LONGEST).split(/[^a-zA-Z0-9]+/);
  const prefixes = parts.slice(0, -1).map((_, i) => parts.slice(0, i + 1).join(''));
  return nearestOfOwner(prefixes);
}

const LONGEST = 100;
