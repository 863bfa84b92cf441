import { describe, expect, test } from 'vitest';
import { mistakes, parse } from './parse.js';

const PARAMETERS = 'parameters: { learning_rate: { value: 0.1 } }';
const read = (keys: string) => parse(`${keys}\n${PARAMETERS}`);
const wrong = (keys: string) => mistakes(`${keys}\n${PARAMETERS}`).map(({ message }) => message);

describe('several metrics', () => {
  test('are compared in the order of the list, the first of which ranks', () => {
    const { spec, warnings } = read(
      'metrics: [val_loss, { name: val_accuracy, min: 0.5 }, { name: training_seconds, max: 10m }]',
    );
    expect(warnings).toEqual([]);
    expect(spec.metric).toEqual({ name: 'val_loss', goal: 'minimize' });
    expect(spec.objectives).toEqual([
      { name: 'val_loss', goal: 'minimize' },
      { name: 'val_accuracy', goal: 'maximize', min: 0.5 },
      { name: 'training_seconds', goal: 'minimize', max: 600 },
    ]);
  });

  test('stand behind metric where both are given, and may bound it', () => {
    const { spec } = read(
      'metric: { name: val_accuracy, goal: maximize }\nmetrics: [trained_parameters, { name: val_accuracy, min: 0.6 }]',
    );
    expect(spec.metric).toEqual({ name: 'val_accuracy', goal: 'maximize' });
    expect(spec.objectives).toEqual([
      { name: 'val_accuracy', goal: 'maximize', min: 0.6 },
      { name: 'trained_parameters', goal: 'minimize' },
    ]);
  });

  test('are one where the file says nothing of them', () => {
    expect(read('metrics:').spec.objectives).toEqual([{ name: 'val_accuracy', goal: 'maximize' }]);
  });

  test.each([
    ['seconds', 'training_seconds'],
    ['time_total_s', 'training_seconds'],
    ['params', 'trained_parameters'],
    ['num_trainable_params', 'trained_parameters'],
    ['val/balanced_acc', 'val_balanced_accuracy'],
    ['f1_score', 'val_macro_f1'],
  ])('may be called %s, which is %s', (name, metric) => {
    const { spec, warnings } = read(`metrics: [val_loss, ${name}]`);
    expect(spec.objectives[1]!.name).toBe(metric);
    expect(warnings[0]!.message).toContain(`${name} is read as ${metric}`);
  });
});

describe('what is wrong with metrics is told:', () => {
  test.each([
    ['metric: { name: training_seconds, goal: minimize }', /no trial is ranked by it alone/],
    ['metrics: [{ name: trained_parameters }]', /expected another metric first/],
    ['metrics: [val_loss, val_loss]', /listed twice/],
    ['metrics: [val_loss, { name: val_accuracy, min: 85 }]', /write 0\.85 for 85 %/],
    ['metrics: [{ name: val_loss, min: 2, max: 1 }]', /swap min and max/],
    ['metrics: [{ name: val_loss, max: 10m }]', /expected a number, got/],
    ['metrics: [val_loss, { name: training_seconds, max: soon }]', /a time such as 90s/],
    ['metrics: [val_loss, nonsense]', /expected train_loss, .* not measured here/],
    ['metrics: [test_accuracy]', /the test split is never read/],
    ['metrics: val_loss', /expected a list/],
    [
      'metric: { name: val_loss, goal: minimize }\nmetrics: [{ name: val_loss, goal: maximize }]',
      /metric says goal: minimize/,
    ],
  ])('%s', (keys, message) => {
    expect(wrong(keys)).toEqual([expect.stringMatching(message)]);
  });
});
