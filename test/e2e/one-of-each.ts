import type { PlugIn } from './planted.js';

/** The worst class's share of images told right, in one line. */
const WORST_CLASS =
  "worst_class: { short: 'worst', goal: 'maximize', measure: ({ val }) => " +
  'Math.min(...val.confusion.map((row, own) => row[own]! / row.reduce((a, b) => a + b))) },';

/** One more of every kind that CONTRIBUTING.md lists. */
export const PLUG_INS: Readonly<Record<string, PlugIn>> = {
  sampler: listed('climber.ts', 'search/samplers', 'climber'),
  pruner: listed('leader.ts', 'search/pruners', 'leader'),
  schedule: listed(
    'inverse-sqrt.ts',
    'schedules/kinds',
    'inverseSqrt',
    'inverse_sqrt: inverseSqrt,',
  ),
  augmentation: listed('blackout.ts', 'images/augmentations', 'blackout'),
  optimizer: listed('ema.ts', 'train/step/optimizers', 'ema'),
  backend: listed('twin.ts', 'device/backends', 'twin'),
  'data set': listed('stripes.ts', 'assets/datasets', 'stripes'),
  weights: listed('seed-file.ts', 'assets/weights', 'seedFile'),
  network: listed('resnet10.ts', 'networks', 'resnet10'),
  'export format': listed('class-list.ts', 'exports/formats', 'classList'),
  chart: listed('tally.ts', 'charts/kinds', 'tally'),
  store: listed('stub-store.ts', 'store', 'stub'),
  'place of artifacts': listed('shelf.ts', 'fleet/artifacts/drivers', 'shelf'),
  metric: {
    ...{ stub: null, folder: 'core', registry: 'core/metric.ts', name: 'worst_class' },
    entry: WORST_CLASS,
  },
};

/** All of them in one sweep. */
export const ALL = `
method: { type: climber, reach: 0.1 }
run_cap: 11
metric: { name: worst_class, goal: maximize }
epochs: 6
backend: twin
workers: 1
data: { source: stripes, train: 32, val: 24, image_size: 32 }
model: { architecture: resnet10, weights: three.seed }
early_terminate: leader
parameters:
  learning_rate: { min: 0.0001, max: 1, distribution: log_uniform_values }
  scheduler: { value: { type: inverse_sqrt, timescale: 2 } }
  augmentation: { value: [{ blackout: { p: 0.25 } }] }
  optimizer: { value: ema }
  batch_size: { value: 8 }
  unfrozen_layers: { value: 1 }
`;

/** What the stubs change in what a trial learns, beside trials that do without. */
export const APART = `
epochs: 1
backend: twin
workers: 1
data: { source: stripes, train: 32, val: 24, image_size: 32 }
model: { architecture: resnet10, weights: three.seed }
parameters:
  learning_rate: { value: 0.01 }
  batch_size: { value: 8 }
  optimizer: { values: [{ type: ema, momentum: 0 }, { type: sgd, momentum: 0 }] }
  augmentation: { values: [none, [{ blackout: { p: 0 } }], [{ blackout: { p: 1 } }]] }
`;

function listed(stub: string, folder: string, name: string, entry = `${name},`): PlugIn {
  return { stub, folder, registry: `${folder}/index.ts`, name, entry };
}
