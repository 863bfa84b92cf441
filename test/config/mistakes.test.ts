import { describe, expect, test } from 'vitest';
import { oneOf } from '../../src/config/words/describe-value.js';
import { samplers } from '../../src/search/samplers/index.js';
import { mistakes, mistakesOf } from './parse.js';

const METHODS = oneOf(Object.keys(samplers));

const FILE = `method: grd
metric: {name: val_acuracy, goal: maximze}
epoch: 3
learning_rate: 0.1
run_cap: "20"
data:
  train: 60000
  image_sise: 64
augmentations:
  mine:
    - random_crop: {pading: 4}
    - horizontal_flipp
  none: []
parameters:
  learning_rate:
    value: "1e-5"
  lr: {value: 0.1}
  dropout:
    value: 1,5
  scheduler:
    values:
      - {type: step, step_sise: 2}
      - cosin
      - {type: plateau, interval: step}
      - {type: stp}
      - {step_size: 2}
      - 3
  optimizer: {value: {type: sgd, momentum: 1.5}}
  batch_size: {min: 64, max: 32}
  weight_decay: {distribution: log_uniform_values, min: 0, max: 0.1}
  pooling: {values: [avg, max], probabilities: [0.5, 0.6]}
  label_smoothing: {value: .nan}
  unfrozen_layers: {values: []}
  augmentation: {values: [crop-flp, mine, [random_crop, cutot]]}
  layer_lr_decay: {distribution: unifrom, min: 0.1, max: 1}
  momentum: {value: 0.5}
  momentum: {value: 0.6}
  head: {value: {type: mlp, width: big}}
  stem: small
  nesterov: {value: yes}
`;

/** Line, column, path, and what the message must say. */
const WANTED: readonly (readonly [number, number, string, RegExp])[] = [
  [1, 9, 'method', new RegExp(`expected ${METHODS}, got the text "grd"; did you mean "grid"`)],
  [2, 16, 'metric.name', /val_acuracy"; did you mean "val_accuracy"/],
  [2, 35, 'metric.goal', /did you mean "maximize"/],
  [3, 1, 'epoch', /unknown key "epoch"; did you mean "epochs"/],
  [4, 1, 'learning_rate', /parameter of trials: write parameters: { learning_rate/],
  [5, 10, 'run_cap', /expected a number, got the text "20"; write 20 without quotes/],
  [7, 10, 'data.train', /at most 50000 images.*got 60000 to train on and 5000/],
  [8, 3, 'data.image_sise', /did you mean "image_size"/],
  [11, 21, 'augmentations.mine.0.random_crop.pading', /did you mean "padding"/],
  [12, 7, 'augmentations.mine.1', /did you mean "horizontal_flip"/],
  [13, 3, 'augmentations.none', /built in/],
  [16, 12, 'parameters.learning_rate.value', /expected a number.*write 1e-5 without quotes/],
  [17, 3, 'parameters.lr', /learning_rate and lr both are learning_rate: remove one/],
  [19, 12, 'parameters.dropout.value', /decimals take a point: 1.5/],
  [22, 22, 'parameters.scheduler.values.0.step_sise', /did you mean "step_size"/],
  [23, 9, 'parameters.scheduler.values.1', /did you mean "cosine"/],
  [24, 35, 'parameters.scheduler.values.2.interval', /expected epoch/],
  [25, 16, 'parameters.scheduler.values.3.type', /did you mean "step"/],
  [26, 9, 'parameters.scheduler.values.4.type', /missing: expected constant, step/],
  [27, 9, 'parameters.scheduler.values.5', /expected constant.*or a map of options, got 3/],
  [28, 44, 'parameters.optimizer.value.momentum', /expected less than 1, got 1.5/],
  [29, 21, 'parameters.batch_size.min', /min at most max, got min 64 and max 32/],
  [30, 57, 'parameters.weight_decay.min', /log range can't start at 0/],
  [31, 33, 'parameters.pooling.probabilities', /sum to 1, got 1.1/],
  [32, 28, 'parameters.label_smoothing.value', /got NaN/],
  [33, 21, 'parameters.unfrozen_layers.values', /at least one value, got an empty list/],
  [34, 27, 'parameters.augmentation.values.0', /did you mean "crop-flip"/],
  [34, 57, 'parameters.augmentation.values.2.1', /did you mean "cutout"/],
  [35, 34, 'parameters.layer_lr_decay.distribution', /did you mean "uniform"/],
  [37, 3, 'parameters.momentum', /duplicate key "momentum": already given on line 36/],
  [38, 36, 'parameters.head.value.width', /expected a number, got the text "big"/],
  [39, 9, 'parameters.stem', /expected a map such as { value: ... }, got the text "small"/],
  [40, 21, 'parameters.nesterov.value', /expected true or false.*write true/],
];

test('every mistake of a file is told at once, each with its place and the way out', () => {
  const found = mistakes(FILE);
  const short = (line: number, path: string) => `${line} ${path}`;
  expect(found.map(({ line, path }) => short(line!, path))).toEqual(
    WANTED.map(([line, , path]) => short(line, path)),
  );
  for (const [i, [line, column, path, message]] of WANTED.entries()) {
    expect(found[i]!.message, `line ${line} ${path}`).toMatch(message);
    expect(found[i]!.column, `column of ${path}`).toBe(column);
  }
});

describe('a parameter', () => {
  test.each([
    ['learning_rate', '{ value: 0 }', /value: expected more than 0, got 0/],
    ['learning_rate', '{ value: 5% }', /as a fraction: 0.05/],
    ['learning_rate', '{ value: 10**-3 }', /write the number itself: 0.001/],
    ['learning_rate', '{ value: .inf }', /got infinity/],
    ['learning_rate', '[0.1, 0.01]', /map such as { values: ... }/],
    ['learning_rate', '', /expected a map.*got nothing/],
    ['learning_rate', '{}', /expected value, values, or min and max; got none/],
    ['learning_rate', '{ value: 0.1, values: [0.1] }', /one of value, values, or a range/],
    ['learning_rate', '{ min: 0.1 }', /missing: max, which uniform needs/],
    ['learning_rate', '{ min: "0.1", max: 1.0 }', /min: .*write 0.1 without quotes/],
    ['learning_rate', '{ min: -1.0, max: 1.0 }', /min: expected more than 0, got -1/],
    ['learning_rate', '{ minimum: 0.1, max: 1.0 }', /unknown key "minimum"; did you mean "min"/],
    ['learning_rate', '{ distribution: uniform, min: 0.1, max: 1, q: 0.1 }', /uniform has no q/],
    ['learning_rate', '{ distribution: normal, sigma: 0 }', /sigma: expected more than 0/],
    ['learning_rate', '{ distribution: normal, mu: -9, sigma: 0.1 }', /values that learning_rate/],
    ['learning_rate', '{ distribution: constant }', /value: missing: expected a number/],
    ['learning_rate', '{ distribution: log_uniform, min: 0, max: 800 }', /got infinity; max is an/],
    ['dropout', '{ min: 0, max: 1 }', /max: expected less than 1, got 1/],
    ['batch_size', '{ min: 8.0, max: 64.0 }', /takes whole numbers/],
    ['batch_size', '{ distribution: q_uniform, min: 9, max: 15, q: 8 }', /a multiple of q between/],
    ['batch_size', '{ value: 32.5 }', /expected a whole number, got 32.5/],
    ['scheduler', '{ min: 0, max: 1 }', /takes no range/],
    ['scheduler', '{ type: step }', /put the choice under value/],
    [
      'scheduler',
      '{ parameters: { gamma: { value: 1 } } }',
      /option of scheduler step, multistep or/,
    ],
    ['scheduler', '{ value: { type: cosine, warmup_epochs: 7 } }', /fewer than the 5 epochs/],
    ['stem', '{ value: smal }', /did you mean "small"/],
    ['unfrozen_layers', '{ values: [6] }', /values.0: .*at most 5/],
    ['unfrozen_layers', '{ values: ["1"] }', /write 1 without quotes/],
    ['unfrozen_layers', '{ values: [layer5] }', /did you mean "layer4"|did you mean "layer/],
    ['augmentation', '{ value: [random_crop, { cutout: { size: x } }] }', /value.1.cutout/],
    ['augmentation', '{ value: { random_crop: { padding: -1 } } }', /value.random_crop.padding/],
    [
      'augmentation',
      '{ value: [{ random_crop: {}, cutout: {} }] }',
      /one transform in an entry, got 2/,
    ],
    [
      'normalization',
      '{ value: { mean: [0, 0, 0], std: [1, 0, 1] } }',
      /std.1: expected more than 0/,
    ],
    ['pooling', '{ values: [avg, max], probabilities: [1] }', /expected 2 probabilities/],
    ['optimizer', '{ value: { type: sgd, nesterov: true, momentum: 0 } }', /nesterov/],
  ])('%s: %s', (parameter, entry, message) => {
    expect(mistakesOf(parameter, entry).join('\n')).toMatch(message);
  });

  test('a grid refuses a range without points, and says what to do', () => {
    expect(mistakesOf('learning_rate', '{ min: 0.1, max: 0.5 }', 'grid').join()).toMatch(
      /finite number of points: add count: 5/,
    );
    expect(mistakesOf('learning_rate', '{ distribution: normal, mu: 1 }', 'grid').join()).toMatch(
      /list values, or use method: random/,
    );
    expect(mistakesOf('learning_rate', '{ min: 0.1, max: 0.5, count: 3 }', 'grid')).toEqual([]);
  });
});

describe('keys that depend on each other', () => {
  const lr = 'parameters: { learning_rate: { min: 0.001, max: 0.1 } }';
  const text = (issues: ReturnType<typeof mistakes>) =>
    issues.map(({ line, path, message }) => `${line} ${path}: ${message}`).join('\n');

  test.each([
    [`method: random\n${lr}`, /^1 method: .*learning_rate.* expected run_cap/],
    [`method: grid`, /parameters: missing: expected at least one parameter/],
    [`method: grid\nparameters: {}`, /^2 parameters: missing/],
    [
      `method: genetic\nrun_cap: 2\n${lr}`,
      new RegExp(`^1 method: expected ${METHODS}, got the text "genetic"`),
    ],
    [`run_cap: 0\nparameters: { epochs: { value: 1 } }`, /run_cap: expected at least 1, got 0/],
    [
      `parameters: { momentum: { value: 0.5 }, optimizer: { value: adam } }`,
      /adam takes no momentum/,
    ],
    [
      `parameters: { momentum: { value: 0.5 }, optimizer: { value: { type: sgd, momentum: 0.9 } } }`,
      /momentum: set twice/,
    ],
    [
      `parameters: { nesterov: { values: [true, false] }, momentum: { values: [0, 0.9] } }`,
      /nesterov: nesterov needs a momentum above 0.*"momentum":0/,
    ],
    [`data: { train: 7 }\nparameters: { epochs: { value: 1 } }`, /one for each class; got 7/],
    [
      `data: { train: 1 }\nparameters: { epochs: { value: 1 } }`,
      /got 1; for all of them write 1.0/,
    ],
    [`data: { train: 1.5 }\nparameters: { epochs: { value: 1 } }`, /whole number of images/],
    [`data: { val: 0.000001 }\nparameters: { epochs: { value: 1 } }`, /at least one image/],
    [
      `model: { weights: imagnet }\nparameters: { epochs: { value: 1 } }`,
      /did you mean "imagenet"/,
    ],
    [`budget: { wall: 90 }\nparameters: { epochs: { value: 1 } }`, /add a unit: 90s/],
    [`early_terminate: { type: hyperband }\nparameters: { epochs: { value: 1 } }`, /min_iter/],
    [
      `early_terminate: { type: hyperbnd }\nparameters: { epochs: { value: 1 } }`,
      /did you mean "hyperband/,
    ],
    [`seed: 2\nparameters: { seed: { value: 1 } }`, /seed and the sweep's own seed both are given/],
  ])('%s', (file, message) => {
    expect(text(mistakes(file))).toMatch(message);
  });

  test('a random crop may not pad by more than the image, wherever it is written', () => {
    const file = (data: string, padding: number) => `data: ${data}
augmentations:
  mine:
    - horizontal_flip
    - random_crop: { padding: ${padding} }
parameters:
  augmentation: { values: [mine, [random_crop, { random_crop: { padding: ${padding} } }]] }
`;
    const crops = (data: string, padding: number) =>
      mistakes(file(data, padding)).filter(({ path }) => path.includes('random_crop'));
    expect(crops('{ train: 60000 }', 33).map(({ line, path }) => [line, path])).toEqual([
      [5, 'augmentations.mine.1.random_crop.padding'],
      [7, 'parameters.augmentation.values.1.1.random_crop.padding'],
    ]);
    expect(crops('{}', 33)[0]!.message).toMatch(/at most 32, the side .* got 33/);
    expect(mistakes(file('{}', 32))).toEqual([]);

    expect(crops('{ source: ./flowers, image_size: 224 }', 256)).toEqual([]);
    expect(crops('{ source: ./flowers, decode_size: 100 }', 101)).toHaveLength(2);
    expect(crops('{ source: ./flowers, decode_size: big }', 101)).toEqual([]);
    expect(mistakesOf('augmentation', '{ value: { random_crop: { padding: 40 } } }')).toEqual([
      expect.stringMatching(/^parameters.augmentation.value.random_crop.padding: .* got 40/),
    ]);
  });

  test('what is wrong in one place hides nothing in another', () => {
    const found = text(mistakes('data: { train: 49000, val: 2000, image_size: 8 }\nworkers: 0'));
    expect(found).toMatch(/data.train: expected at most 50000/);
    expect(found).toMatch(/data.image_size: expected at least 32/);
    expect(found).toMatch(/workers: expected auto, or at least 1|workers: .*at least 1/);
    expect(found).toMatch(/parameters: missing/);
  });
});

test('a precision that the named backend never has is a mistake; auto finds one that has it', () => {
  const file = (backend: string) => `
backend: ${backend}
parameters:
  learning_rate: {values: [0.1]}
  precision: {values: [float32, bf16]}
`;
  expect(mistakes(file('wasm'))[0]).toMatchObject({
    path: 'parameters.precision',
    message: expect.stringMatching(/wasm has no bf16: expected tensorflow, or precision float32/),
  });
  expect(mistakes(file('tensorflow'))).toEqual([]);
  expect(mistakes(file('auto'))).toEqual([]);
});

describe('a network', () => {
  const messages = (model: string, unfrozen: string) =>
    mistakes(
      `model: ${model}\nparameters: { learning_rate: { value: 0.1 }, unfrozen_layers: ${unfrozen} }`,
    ).map(({ path, message }) => `${path}: ${message}`);

  test('knows its own parts, and lists them where another is named', () => {
    const model = '{ architecture: resnet18, weights: random }';
    expect(messages(model, '{ values: [layer4.1, 5, fc] }')).toEqual([]);
    const [part, count, ...others] = messages(model, '{ values: [layer4.2, 6] }');
    expect(part).toMatch(/values.0: expected fc, layer4, .* layer1.1 or layer1.0, got the text/);
    expect(part).not.toMatch(/layer1.2/);
    expect(count).toMatch(/values.1: expected at most 5, got 6/);
    expect(others).toEqual([]);
    expect(
      messages('{ architecture: resnet101, weights: random }', '{ value: layer3.22 }'),
    ).toEqual([]);
  });

  test('that is none is told of, and its parts are not judged by another', () => {
    const found = messages('{ architecture: resnet19 }', '{ value: layer3.22 }');
    expect(found).toHaveLength(1);
    expect(found[0]).toMatch(/model.architecture: expected resnet18, .*did you mean "resnet18"/);
  });

  test('other than the one that imagenet holds needs weights of its own', () => {
    for (const model of [
      '{ architecture: resnet34 }',
      '{ architecture: resnet34, weights: imagenet }',
    ]) {
      expect(messages(model, '{ value: fc }')).toEqual([
        'model.weights: imagenet holds a resnet50, and model.architecture is resnet34: expected random, or a .safetensors file of a resnet34',
      ]);
    }
  });
});

test.each([
  ['devices: 2', /devices: expected auto or none, or a list, got 2/],
  ['devices: gpu', /devices: expected auto or none, .*got the text "gpu"/],
  ['devices: []', /devices/],
  ['devices: [0, 0]', /devices: expected each device once/],
  ['devices: [-1]', /devices\.0: expected/],
  ['devices: [cuda:1]', /devices\.0: expected .*GPU-5f2d1c3e, got "cuda:1"/],
])('%s says what devices may be', (text, message) => {
  const found = mistakes(`${text}\n`).map((issue) => `${issue.path}: ${issue.message}`);
  expect(found.join('\n')).toMatch(message);
});
