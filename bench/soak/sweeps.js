/**
 * Small sweeps that together have all that a snapshot must hold. One worker each, so that what a
 * pruner sees does not depend on which lane came first.
 */
export const SWEEPS = [
  {
    name: 'heads',
    backend: 'wasm',
    yaml: `
epochs: 10
keep: 2
workers: 1
data: { train: 60, val: 20, image_size: 32 }
parameters:
  learning_rate: { values: [0.03, 0.003] }
  scheduler: { values: [constant, cosine, plateau, { type: step, step_size: 4 }] }
  optimizer: { values: [adam, sgd] }
  augmentation: { values: [mixup, none] }
  dropout: { value: 0.2 }
`,
  },
  {
    name: 'deep',
    backend: 'tensorflow',
    yaml: `
epochs: 6
workers: 1
checkpoint: { every: 300ms }
data: { train: 96, val: 32, image_size: 32 }
parameters:
  learning_rate: { values: [0.01, 0.003] }
  scheduler: { values: [constant, { type: step, step_size: 2 }] }
  augmentation: { values: [crop-flip] }
  unfrozen_layers: { value: 1 }
`,
  },
  {
    name: 'pruned',
    backend: 'wasm',
    yaml: `
epochs: 8
workers: 1
early_terminate: { type: hyperband, min_iter: 2 }
data: { train: 60, val: 40, image_size: 32 }
parameters:
  learning_rate: { values: [0.3, 0.03, 0.003, 0.0003] }
  scheduler: { values: [constant, cosine] }
  augmentation: { value: cutmix }
`,
  },
  {
    name: 'median',
    backend: 'tensorflow',
    yaml: `
epochs: 8
workers: 1
early_terminate: { type: median, min_iter: 2, min_trials: 2 }
data: { train: 64, val: 40, image_size: 32 }
parameters:
  learning_rate: { values: [0.1, 0.03, 0.01, 0.001] }
  scheduler: { values: [cosine, one_cycle] }
  optimizer: { values: [adamw, rmsprop] }
  augmentation: { value: none }
  unfrozen_layers: { value: 0 }
`,
  },
  {
    name: 'stage',
    backend: 'wasm',
    yaml: `
epochs: 4
workers: 1
checkpoint: { every: 500ms }
data: { train: 48, val: 16, image_size: 32 }
parameters:
  learning_rate: { values: [0.01, 0.003] }
  optimizer: { values: [{ type: adam }, { type: sgd, momentum: 0.9 }] }
  unfrozen_layers: { value: layer4.2 }
  augmentation: { value: randaugment }
`,
  },
];
