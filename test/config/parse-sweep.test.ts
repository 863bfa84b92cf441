import { describe, expect, test } from 'vitest';
import { parseSweep } from '../../src/config/file/parse-sweep.js';
import { DataError } from '../../src/core/errors.js';
import { sweepSize } from '../../src/sweep/points/counts.js';
import { mistakes, parse } from './parse.js';

const WANDB = `# as exported from W&B
program: train.py
project: finetune
entity: someone
command:
  - \${env}
  - python
  - \${program}
method: random
name: lr and friends
description: a first look
metric:
  name: val_loss
  goal: minimize
early_terminate:
  type: hyperband
  s: 2
  eta: 3
  max_iter: 27
run_cap: 40
parameters:
  learning_rate:
    distribution: log_uniform_values
    min: 1e-5
    max: 0.1
  batch_size:
    distribution: q_log_uniform_values
    q: 8
    min: 32
    max: 256
  optimizer:
    values: [adam, sgd]
  dropout:
    values: [0.3, 0.4, 0.5]
  weight_decay:
    min: 0.0
    max: 0.01
  epochs:
    value: 27
  unfrozen_layers:
    min: 0
    max: 3
  scheduler:
    values: [cosine, step, plateau]
    probabilities: [0.5, 0.25, 0.25]
`;

test('a W&B file that names our parameters loads unchanged', () => {
  const { spec, warnings } = parse(WANDB);
  expect(spec).toMatchObject({
    name: 'lr and friends',
    method: { type: 'random' },
    metric: { name: 'val_loss', goal: 'minimize' },
    runCap: 40,
    earlyTerminate: { type: 'hyperband', max_iter: 27, s: 2, eta: 3, strict: false },
    data: { source: 'cifar10', train: 45_000, val: 5000 },
    model: { architecture: 'resnet50', weights: 'imagenet' },
  });
  expect(spec.space).toEqual({
    learning_rate: { kind: 'uniform', low: 1e-5, high: 0.1, scale: 'log' },
    batch_size: { kind: 'uniform', low: 32, high: 256, scale: 'log', q: 8 },
    optimizer: { kind: 'categorical', values: ['adam', 'sgd'] },
    dropout: { kind: 'categorical', values: [0.3, 0.4, 0.5] },
    weight_decay: { kind: 'uniform', low: 0, high: 0.01, scale: 'linear' },
    epochs: { kind: 'constant', value: 27 },
    unfrozen_layers: { kind: 'int_uniform', low: 0, high: 3 },
    scheduler: {
      kind: 'categorical',
      values: ['cosine', 'step', 'plateau'],
      probabilities: [0.5, 0.25, 0.25],
    },
  });
  expect(Object.keys(spec.space)[0]).toBe('learning_rate');
  expect(warnings.map(({ line, path }) => [line, path])).toEqual([
    [2, 'program'],
    [3, 'project'],
    [4, 'entity'],
    [5, 'command'],
  ]);
});

test('every key has a default', () => {
  const { spec, source, warnings } = parse('parameters: { dropout: { value: 0.1 } }\n');
  expect(warnings).toEqual([]);
  expect(source).toContain('dropout');
  expect(spec).toEqual({
    name: 'my',
    description: null,
    method: { type: 'grid' },
    metric: { name: 'val_accuracy', goal: 'maximize' },
    objectives: [{ name: 'val_accuracy', goal: 'maximize' }],
    space: { dropout: { kind: 'constant', value: 0.1 } },
    constraints: [],
    points: [],
    warmStart: null,
    repeats: { n: 1, top: null },
    sharing: 'prefer',
    runCap: null,
    seed: 0,
    defaults: { epochs: 5, imageSize: 64 },
    data: { source: 'cifar10', train: 45_000, val: 5000, decodeSize: 32 },
    model: { architecture: 'resnet50', weights: 'imagenet' },
    augmentations: {},
    backend: 'auto',
    devices: 'auto',
    exact: true,
    workers: 'auto',
    memory: 'auto',
    order: 'declared',
    checkpoint: { epochs: true, everyMs: 600_000, maxBytes: null },
    budget: {
      wallMs: null,
      onWall: 'stop',
      trialMs: null,
      onTrial: 'stop',
      diskBytes: null,
      onDisk: 'stop',
    },
    retries: 2,
    earlyTerminate: null,
    keep: 1,
  });
  expect(Object.isFrozen(spec) && Object.isFrozen(spec.space.dropout)).toBe(true);
});

test('keys left empty take their defaults', () => {
  const { spec } = parse('run_cap:\ndata:\nearly_terminate:\nparameters: { epochs: { value: 2 } }');
  expect(spec).toMatchObject({ runCap: null, earlyTerminate: null, data: { train: 45_000 } });
});

describe('a range', () => {
  const kind = (entry: string, parameter = 'learning_rate') =>
    parse(`method: random\nrun_cap: 1\nparameters: { ${parameter}: ${entry} }`);
  const distribution = (entry: string, parameter = 'learning_rate') =>
    kind(entry, parameter).spec.space[parameter];

  test('is of floats or integers as the file spells its bounds', () => {
    expect(distribution('{ min: 0.0, max: 4.0 }', 'weight_decay')).toMatchObject({
      kind: 'uniform',
    });
    expect(distribution('{ min: 0, max: 4e0 }', 'weight_decay')).toMatchObject({ kind: 'uniform' });
    expect(distribution('{ min: 0, max: 4 }', 'weight_decay')).toMatchObject({
      kind: 'int_uniform',
    });
    expect(kind('{ min: 0, max: 4 }', 'weight_decay').warnings[0]!.message).toMatch(
      /decimal point/,
    );
  });

  test.each([
    [
      '{ distribution: uniform, min: 1, max: 2 }',
      { kind: 'uniform', low: 1, high: 2, scale: 'linear' },
    ],
    [
      '{ distribution: q_uniform, min: 1, max: 9 }',
      { kind: 'uniform', low: 1, high: 9, scale: 'linear', q: 1 },
    ],
    [
      '{ distribution: log_uniform, min: -5, max: 0 }',
      { kind: 'uniform', low: Math.exp(-5), high: 1, scale: 'log' },
    ],
    [
      '{ distribution: q_log_uniform, min: 0, max: 2, q: 2 }',
      { kind: 'uniform', low: 1, high: Math.exp(2), scale: 'log', q: 2 },
    ],
    [
      '{ distribution: inv_log_uniform, min: 0, max: 2 }',
      { kind: 'uniform', low: Math.exp(-2), high: 1, scale: 'inv_log' },
    ],
    [
      '{ distribution: inv_log_uniform_values, min: 0.1, max: 1 }',
      { kind: 'uniform', low: 0.1, high: 1, scale: 'inv_log' },
    ],
    ['{ distribution: normal, mu: 1 }', { kind: 'normal', mu: 1, sigma: 1, log: false }],
    [
      '{ distribution: q_normal, mu: 1, q: 0.5 }',
      { kind: 'normal', mu: 1, sigma: 1, log: false, q: 0.5 },
    ],
    ['{ distribution: log_normal }', { kind: 'normal', mu: 0, sigma: 1, log: true }],
    ['{ distribution: q_log_normal }', { kind: 'normal', mu: 0, sigma: 1, log: true, q: 1 }],
    ['{ distribution: beta, a: 2, b: 5 }', { kind: 'beta', a: 2, b: 5 }],
    ['{ distribution: q_beta, q: 0.1 }', { kind: 'beta', a: 1, b: 1, q: 0.1 }],
    ['{ distribution: constant, value: 1 }', { kind: 'constant', value: 1 }],
    ['{ distribution: categorical, values: [1] }', { kind: 'categorical', values: [1] }],
    [
      '{ distribution: categorical_w_probabilities, values: [1, 2], probabilities: [0.3, 0.7] }',
      { kind: 'categorical', values: [1, 2], probabilities: [0.3, 0.7] },
    ],
  ])('%s', (entry, want) => {
    expect(distribution(entry)).toEqual(want);
  });

  test('may end where its parameter does not, unless a draw meets the end', () => {
    const open = '{ distribution: uniform, min: 0, max: 0.1 }';
    expect(distribution(open)).toMatchObject({ low: 0, high: 0.1 });
    expect(distribution('{ min: 0.0, max: 1.0 }', 'dropout')).toMatchObject({ high: 1 });
    const asGrid = (entry: string) => mistakes(`parameters: { learning_rate: ${entry} }`);
    expect(asGrid('{ distribution: uniform, min: 0, max: 0.1, count: 3 }')[0]!.message).toMatch(
      /more than 0, got 0/,
    );
  });

  test('warns where exponents of e look like values', () => {
    const message = (entry: string) => kind(entry).warnings[0]?.message;
    expect(message('{ distribution: log_uniform, min: 0.0001, max: 0.1 }')).toMatch(
      /exponents of e: this is a range from 1 to 1.105.*log_uniform_values/,
    );
    expect(message('{ distribution: log_uniform, min: -9, max: -2 }')).toBeUndefined();
  });
});

describe('images', () => {
  const data = (text: string) => parse(`${text}\nparameters: { epochs: { value: 1 } }`).spec.data;

  test('are counted, or shares of the training split', () => {
    expect(data('data: { train: 1000, val: 400 }')).toMatchObject({ train: 1000, val: 400 });
    expect(data('data: { train: 0.5, val: 0.25 }')).toMatchObject({ train: 25_000, val: 12_500 });
    expect(data('data: { train: 1000 }')).toMatchObject({ train: 1000, val: 500 });
    expect(data('data: { train: 30000 }')).toMatchObject({ train: 30_000, val: 5000 });
  });

  test('of a folder are decoded a little larger than the network takes them', () => {
    const folder = data('data: { source: ./flowers, image_size: 224 }');
    expect(folder).toMatchObject({ source: '/sweeps/flowers', decodeSize: 256 });
    expect(data('data: { source: /flowers, decode_size: 100 }')).toMatchObject({ decodeSize: 100 });
    const searched = parse(
      'data: { source: ./flowers }\nparameters: { image_size: { values: [64, 224, 96] } }',
    );
    expect(searched.spec.data.decodeSize).toBe(256);
  });

  test('that are not there are a mistake of data.source', () => {
    const missing = () => {
      throw new DataError('There is no folder /sweeps/cifar.');
    };
    const text = 'data: { source: cifar }\nparameters: { epochs: { value: 1 } }';
    expect(() => parseSweep(text, '/sweeps/my.yaml', { set: [] }, missing)).toThrow(
      /line 1:17 data.source: There is no folder.*did you mean "cifar10"/,
    );
  });

  test('that can not be counted yet must be asked for by number', () => {
    const text = (train: string) =>
      `data: { train: ${train} }\nparameters: { epochs: { value: 1 } }`;
    const read = (train: string) => parseSweep(text(train), 'my.yaml', { set: [] }, () => null);
    expect(read('100').spec.data).toMatchObject({ train: 100, val: 50 });
    expect(() => read('0.5')).toThrow(/data.train: expected a count/);
  });
});

test('weights are a name, or a file beside the sweep file', () => {
  const weights = (name: string) =>
    parse(`model: { weights: ${name} }\nparameters: { epochs: { value: 1 } }`).spec.model.weights;
  expect(weights('random')).toBe('random');
  expect(weights('../my.safetensors')).toBe('/my.safetensors');
});

test('random without run_cap has as many trials as points, where they are finite', () => {
  const { spec } = parse(
    'method: random\nparameters: { epochs: { min: 1, max: 3 }, dropout: { values: [0, 0.5] } }',
  );
  expect(sweepSize(spec)).toBe(6);
});

test('random with more trials than points is told so, where points are finite', () => {
  const capped = (parameters: string, cap: number) =>
    parse(`method: random\nrun_cap: ${cap}\nparameters: ${parameters}`).warnings;
  const twice = '{ dropout: { values: [0, 0.1, 0.2], probabilities: [0.5, 0.5, 0] } }';
  expect(capped(twice, 3)).toMatchObject([
    { line: 2, path: 'run_cap', message: expect.stringMatching(/more than the 2 points/) },
  ]);
  expect(capped(twice, 2)).toEqual([]);
  expect(capped('{ dropout: { min: 0.0, max: 0.5 } }', 1000)).toEqual([]);
});

test('a metric without goal minimizes as in W&B, which is a warning for an accuracy', () => {
  const read = (metric: string) => parse(`metric: ${metric}\nparameters: { epochs: { value: 1 } }`);
  expect(read('{ name: val_loss }').spec.metric.goal).toBe('minimize');
  expect(read('{ name: val_loss }').warnings).toEqual([]);
  expect(read('{ name: val_accuracy }').spec.metric.goal).toBe('minimize');
  expect(read('{ name: val_accuracy }').warnings[0]!.message).toMatch(/add goal: maximize/);
  expect(read('{ name: val_loss, goal: maximize }').warnings[0]!.message).toMatch(/worst val_loss/);
});

test.each([
  ['epochs: 3\nparameters: { epochs: { value: 1 } }', /parameters.epochs decides/],
  ['metric: { goal: maximize, target: 0.9 }\nparameters: { epochs: { value: 1 } }', /is ignored/],
  ['parameters: { scheduler: { value: { type: step, step_size: 9 } } }', /never drops the rate/],
  ['parameters: { dropout: { values: [0, 0] } }', /more than once/],
  ['data: { train: 100 }\nparameters: { batch_size: { value: 128 } }', /larger than the 100/],
  [
    'order: shuffled\nmethod: random\nrun_cap: 1\nparameters: { epochs: { value: 1 } }',
    /orders the points of a grid: random has no order/,
  ],
  [
    'early_terminate: { type: median, min_iter: 5 }\nparameters: { dropout: { value: 0 } }',
    /never stops/,
  ],
  [
    'augmentations: { mine: [cutout], other: [] }\nparameters: { augmentation: { value: other } }',
    /^used by no trial: name it under parameters.augmentation$/,
  ],
  ['augmentations: { mine: [cutout] }\nparameters: { dropout: { value: 0 } }', /used by no trial/],
])('warns: %s', (text, message) => {
  expect(
    parse(text)
      .warnings.map((warning) => warning.message)
      .join(),
  ).toMatch(message);
});

test('values of the file can share an anchor', () => {
  const text =
    'parameters:\n  learning_rate: &few { values: [0.1, 0.2] }\n  weight_decay:\n    <<: *few\n';
  expect(parse(text).spec.space.weight_decay).toEqual({ kind: 'categorical', values: [0.1, 0.2] });
  expect(mistakes(text.replace('0.2', '"x"')).map(({ path }) => path)).toEqual([
    'parameters.learning_rate.values.1',
    'parameters.weight_decay.values.1',
  ]);
});
