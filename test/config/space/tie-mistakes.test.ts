import { expect, test } from 'vitest';
import { mistakes, parse } from '../parse.js';

const found = (text: string) =>
  mistakes(text).map(({ line, path, message }) => `${line} ${path}: ${message}`);

test('every mistake is told at its line, with what was meant', () => {
  expect(
    found(`method: random
run_cap: 5
constraints: ["unfrozen < 3", "scheduler == step", "lr < 3", "dropout = 0", "1 < 2"]
zip: [[learning_rate, batch_size], [unfrozen_layers, epochs], [epochs, dropuot], [epochs, epochs]]
parameters:
  unfrozen_layers: { values: [1, 2, 4] }
  epochs: { values: [1, 2] }
  scheduler: { values: [step, cosine] }
  learning_rate: { min: 0.001, max: 0.1 }
  batch_size: 3 * bs
  dropout: small
  momentum: { value: 0.9, when: { scheduler: [stp, cosine] } }
  weight_decay: { value: 0.9, when: { optimizer: adam } }
  label_smoothing: { min: 0.1, max: 0.2, when: { learning_rate: 0.01 } }
  head: { values: [linear, { type: mlp }], when: { pooling: max } }
  pooling: { values: [avg, max], when: { head: mlp } }
  stem: { values: [small], when: { stme: 1 } }
  layer_lr_decay: layer_lr_decay / 2
  gradient_clip: { expression: 3 }
`),
  ).toEqual([
    '3 constraints.0: there is no parameter "unfrozen"; did you mean "unfrozen_layers"?',
    '3 constraints.1: a text needs quotes: "step"',
    '3 constraints.2: there is no parameter "lr"; did you mean "learning_rate"?',
    '3 constraints.3: no formula: one = compares nothing: write ==; got "dropout = 0"',
    '3 constraints.4: no formula: it speaks of no parameter',
    '4 zip.0.0: zipped parameters list their values: expected values for learning_rate',
    '4 zip.0.1: zipped parameters list their values: expected values for batch_size',
    '4 zip.1: expected as many values of each, but unfrozen_layers has 3, epochs has 2',
    '4 zip.2.1: there is no parameter "dropuot"; did you mean "dropout"?',
    '4 zip.3.1: epochs is zipped twice',
    '10 parameters.batch_size: there is no parameter "bs"; did you mean "batch_size"?',
    '11 parameters.dropout: expected a map such as { value: ... }, got the text "small"',
    '12 parameters.momentum.when.scheduler.0: never holds: scheduler is never that; expected step or cosine, got the text "stp"; did you mean "step"?',
    '13 parameters.weight_decay.when.optimizer: never holds: optimizer is left out, and its default is "sgd"',
    '14 parameters.label_smoothing.when.learning_rate: learning_rate draws from a range, in which no single value comes up: list its values, or write a constraint',
    '15 parameters.head: each of these hangs on the next, so that none comes first: head, pooling, head',
    '17 parameters.stem.when.stme: there is no parameter "stme"; did you mean "stem"?',
    '18 parameters.layer_lr_decay: layer_lr_decay hangs on itself',
    '19 parameters.gradient_clip.expression: expected a formula such as "0.01 * batch_size / 256", got 3',
  ]);
});

test('options of a choice are held to what it takes', () => {
  expect(
    found(`method: random
run_cap: 5
parameters:
  scheduler:
    values:
      - { type: step, step_size: { min: 2.0, max: 5.5 }, gamma: { values: [0.1, no] } }
      - { type: cosine, step_size: { values: [2] } }
      - { type: step, gamma: { value: 1, values: [2] } }
  augmentation:
    values: [[{ random_crop: { padding: { values: [a] } } }]]
`),
  ).toEqual([
    '6 parameters.scheduler.values.0.step_size: step_size of scheduler takes whole numbers: expected int_uniform, a q_ distribution with a whole q, or values',
    '6 parameters.scheduler.values.0.gamma.values.1: expected a number, got the text "no"',
    '7 parameters.scheduler.values.1.step_size.values.0: unknown key "step_size"; expected T_max, eta_min, interval, warmup_epochs, warmup_factor or type',
    '8 parameters.scheduler.values.2.gamma: expected one of value, values, or a range, or an expression; got value and values',
    '10 parameters.augmentation.values.0.0.random_crop.padding.values.0: expected a number, got the text "a"',
  ]);
});

test('a space in which nothing holds is told with counts', () => {
  const text = (constraints: string) => `method: grid
constraints: ${constraints}
parameters:
  unfrozen_layers: { values: [1, 2, 3] }
  dropout: { values: [0, 0.1] }
`;
  expect(found(text('[unfrozen_layers > 3, dropout > 0]'))).toEqual([
    '2 constraints: 0 of the 6 points can be tried: constraint 1 refuses 6, constraint 2 refuses 3',
  ]);
  expect(found(text('[unfrozen_layers > 1 and dropout < 0]'))).toEqual([
    '2 constraints: 0 of the 6 points can be tried: constraint 1 refuses 6',
  ]);
  const drawn = text('[dropout > unfrozen_layers]')
    .replace('grid', 'random\nrun_cap: 3')
    .replace('values: [0, 0.1]', 'min: 0.0, max: 0.5');
  expect(found(drawn)).toEqual([
    '3 constraints: 0 of 2,000 points drawn can be tried: constraint 1 refuses 2,000',
  ]);
});

test('formulas that give no value of their parameter anywhere are told with one of them', () => {
  expect(
    found(`method: grid
parameters:
  batch_size: { values: [16, 32] }
  dropout: batch_size * 2
`),
  ).toEqual([
    '2 parameters: 0 of the 2 points can be tried: 2 have values that no trial takes, such as {"batch_size":16,"dropout":32}',
  ]);
});

test('a comparison without meaning is told, whichever points it is without', () => {
  expect(
    found(`method: grid
constraints: [scheduler < 3, "unfrozen_layers < 3"]
parameters:
  unfrozen_layers: { values: [1, layer4.2] }
  scheduler: { values: [step, cosine] }
`),
  ).toEqual([
    '2 constraints.0: < takes numbers, got "step"; with {"unfrozen_layers":1,"scheduler":"step"}',
    '2 constraints.1: < takes numbers, got "layer4.2"; with {"unfrozen_layers":"layer4.2","scheduler":"step"}',
  ]);
});

test('points are held to what their trial takes', () => {
  expect(
    found(`method: random
run_cap: 5
constraints: [dropout < 0.4]
points:
  - { lr: 1 }
  - { momentum: 0.9 }
  - { dropout: 2 }
  - { dropout: 0.45 }
  - { optimizer: adam, weight_decay: 0.1 }
  - { label_smoothing: 0.3 }
parameters:
  dropout: { min: 0.0, max: 0.5 }
  optimizer: { values: [sgd, adam] }
  weight_decay: { values: [0.1], when: { optimizer: sgd } }
  label_smoothing: dropout / 2
`),
  ).toEqual([
    '5 points.0.lr: there is no parameter "lr"; did you mean "learning_rate"?',
    '6 points.1.momentum: momentum is not among parameters: points give values of those alone',
    '7 points.2.dropout: expected less than 1, got 2',
    '8 points.3: no trial can use this point: a constraint refuses it, or values that do not go together',
    '9 points.4.weight_decay: this point has no weight_decay of its own: its `when` does not hold there',
    '10 points.5.label_smoothing: this point has no label_smoothing of its own: it is worked out',
  ]);
});

test('a grid that is too large to go through is refused, one of conditions alone is not', () => {
  const wide = (more: string) => `method: grid
run_cap: 3
${more}
parameters:
  unfrozen_layers: { values: [0, 1] }
  batch_size: { distribution: int_uniform, min: 2, max: 8000 }
  image_size: { distribution: int_uniform, min: 32, max: 64, when: { unfrozen_layers: 1 } }
`;
  expect(found(wide('constraints: [batch_size > 3]'))[0]).toContain(
    'expected at most 20000 points',
  );
  expect(found(wide(''))).toEqual([]);
});

test('names that every object has are no parameters in a condition', () => {
  const when = (name: string) => `method: grid
parameters:
  learning_rate: { values: [0.1, 0.2], when: { ${name}: sgd } }
`;
  for (const name of ['constructor', '__proto__', 'toString', 'valueOf']) {
    expect(found(when(name))).toEqual([
      `3 parameters.learning_rate.when.${name}: there is no parameter "${name}"`,
    ]);
  }
});

test('a condition on an option is refused, not passed over', () => {
  expect(
    found(`method: grid
parameters:
  unfrozen_layers: { values: [0, 1] }
  scheduler:
    values: [constant, { type: step, step_size: { values: [1, 2], when: { unfrozen_layers: 1 } } }]
`),
  ).toEqual([
    '5 parameters.scheduler.values.1.step_size.when: an option has no condition: its choice decides whether it is there; write the choice twice, or a constraint',
  ]);
});

test('an infinite value of a formula is told as what it is', () => {
  expect(
    found(`method: grid
parameters:
  dropout: { values: [0, 0.1] }
  weight_decay: (dropout + 1) / (dropout * 0)
`),
  ).toEqual([
    '2 parameters: 0 of the 2 points can be tried: 2 have values that no trial takes, such as {"dropout":0,"weight_decay":"Infinity"}',
  ]);
});

test('a constraint that leaves a point in thousands is not said to refuse all', () => {
  const { warnings } = parse(`method: random
run_cap: 3
constraints: [learning_rate < 0.002]
parameters:
  learning_rate: { min: 0.0001, max: 1.0 }
`);
  expect(warnings.map(({ message }) => message)).toEqual([
    'refuses more than 99 % of 2,000 points drawn',
  ]);
});
