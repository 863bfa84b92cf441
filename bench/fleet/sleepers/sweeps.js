import { loadText } from '#dist/config/file/load-sweep.js';

/**
 * Sweeps to be trained by sleepers, which together have all that decides what a trial comes to.
 * `alike`: which trials end how does not depend on who came first.
 */
export const SWEEPS = [
  {
    name: 'plain',
    alike: true,
    yaml: `
method: random
run_cap: 24
epochs: 4
keep: 3
parameters:
  augmentation: { values: [none, cutout, mixup] }
  learning_rate: { distribution: log_uniform_values, min: 0.001, max: 0.1 }
  batch_size: { values: [16, 32] }
`,
  },
  {
    name: 'asha',
    alike: false,
    yaml: `
method: random
run_cap: 27
epochs: 9
keep: 2
early_terminate: { type: asha, eta: 3 }
parameters:
  augmentation: { values: [none, cutout, mixup] }
  learning_rate: { distribution: log_uniform_values, min: 0.001, max: 0.1 }
`,
  },
  {
    name: 'median',
    alike: false,
    yaml: `
method: random
run_cap: 24
epochs: 6
keep: 0
early_terminate: { type: median, min_iter: 2, min_trials: 3 }
parameters:
  augmentation: { values: [none, mixup] }
  learning_rate: { distribution: log_uniform_values, min: 0.001, max: 0.1 }
  dropout: { values: [0, 0.2] }
`,
  },
  {
    name: 'tpe',
    alike: false,
    yaml: `
method: tpe
run_cap: 32
epochs: 3
keep: 1
parameters:
  augmentation: { values: [none, cutout, mixup] }
  learning_rate: { distribution: log_uniform_values, min: 0.001, max: 0.1 }
`,
  },
  {
    name: 'repeats',
    alike: true,
    yaml: `
method: grid
epochs: 3
keep: 1
repeats: { top: 3, n: 3 }
parameters:
  augmentation: { values: [none, cutout, mixup] }
  learning_rate: { values: [0.1, 0.03, 0.01, 0.003] }
`,
  },
];

/**
 * A sweep's file, read.
 *
 * @param {{ name: string, yaml: string }} sweep
 */
export function readSweep({ name, yaml }) {
  const text = `name: ${name}\nbackend: wasm\ndata: { train: 60, val: 40, image_size: 32 }\n${yaml}`;
  return loadText(text, `/sweeps/${name}.yaml`, { set: [] }, '/nowhere', {});
}
