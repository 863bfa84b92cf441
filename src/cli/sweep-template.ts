/** What `thaw init` writes: every common key, with its choices beside it. */
export const SWEEP_TEMPLATE = `# A sweep file: which fine-tunings of a ResNet50 to try.
# Check it with \`thaw validate\`, look at its trials with \`thaw plan\`, start it with \`thaw run\`.
# Keys left out take the defaults that stand here, unless said otherwise.

name: my-sweep # default: the file's name
method: grid # every combination; or random, with run_cap
# run_cap: 20 # number of trials in all
metric:
  name: val_accuracy # or val_loss, train_accuracy, train_loss
  goal: maximize

data:
  source: cifar10 # or a folder that holds train/<class>/*.jpg
  train: 1000 # images to train on: a count, or a fraction such as 0.9 (the default)
  val: 500 # images of the training split to validate on; default 0.1
  image_size: 64 # side in pixels of the network's input

model:
  weights: imagenet # or random, or a .safetensors file in torchvision's names

epochs: 3 # default 5
seed: 0

# Each parameter has values to try, or one value, or a range (min, max).
parameters:
  learning_rate:
    values: [0.01, 0.003]
  scheduler:
    # constant, step, multistep, exponential, cosine, cosine_warm_restarts, plateau, one_cycle,
    # polynomial; an object sets options.
    values:
      - cosine
      - { type: step, step_size: 2, gamma: 0.1 }
  augmentation:
    # none, crop-flip, crop-flip-jitter, cutout, randaugment, trivialaugment, mixup, cutmix, or a
    # set of your own from below.
    values: [none, flip]
  unfrozen_layers:
    # 0: only fc; 1: also layer4; ... 5: all. Also names: layer3, layer4.1
    values: [0, 1]
  optimizer:
    value: sgd # or adam, adamw, rmsprop
  momentum:
    value: 0.9
  batch_size:
    value: 32
  # With method: random, ranges:
  # weight_decay: { distribution: log_uniform_values, min: 1.0e-5, max: 1.0e-2 }

# Sets of transforms by name, for \`augmentation\` above.
augmentations:
  flip:
    - horizontal_flip
    - random_crop: { padding: 4 }

backend: auto # the fastest that works here: \`thaw backends\` lists them
workers: auto
keep: 1 # how many of the best trials' weights stay on disk

# budget: { wall: 30m, trial: 5m } # limits of time
# early_terminate: { type: hyperband, min_iter: 1 } # stops unpromising trials
`;
