import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { parameters } from '../../src/config/parameters/index.js';
import { meaningOf } from '../../src/dialects/meaning-of.js';
import { metricMeaning } from '../../src/dialects/metric-meaning.js';
import { PARAMETER_NAMES } from '../../src/dialects/parameter-names.js';
import { VALUE_NAMES } from '../../src/dialects/value-names.js';
import { mistakes, parse } from './parse.js';

const NAMES = Object.keys(parameters);

test('every alias is one of a parameter that there is, and of one alone', () => {
  const seen = new Map<string, string>();
  for (const { parameter, spellings } of PARAMETER_NAMES) {
    expect(NAMES).toContain(parameter);
    for (const spelling of spellings) {
      expect(meaningOf(spelling, NAMES), spelling).toMatchObject({
        kind: 'parameter',
        name: parameter,
      });
      expect(seen.get(spelling) ?? parameter).toBe(parameter);
      seen.set(spelling, parameter);
      expect(NAMES).not.toContain(spelling);
    }
  }
});

test('every value that an alias stands for is one that its parameter takes', () => {
  for (const [parameter, names] of Object.entries(VALUE_NAMES)) {
    for (const { value, spellings } of names) {
      for (const spelling of [...spellings, value]) {
        const text = `parameters: { ${parameter}: { value: ${JSON.stringify(spelling)} } }`;
        const { space } = parse(text).spec;
        expect(space[parameter], `${parameter} ${spelling}`).toEqual({ kind: 'constant', value });
      }
    }
  }
});

test("the sweep file's page lists every alias of a parameter", () => {
  const page = readFileSync(new URL('../../docs/sweep-file.md', import.meta.url), 'utf8');
  const missing = PARAMETER_NAMES.flatMap(({ spellings }) => spellings).filter(
    (spelling) => !page.includes(`\`${spelling}\``),
  );
  expect(missing).toEqual([]);
});

describe('a name of another tool', () => {
  test.each([
    ['optimizer.lr', 'learning_rate'],
    ['model/optimizer/lr', 'learning_rate'],
    ['++trainer.max_epochs', 'epochs'],
    ['--batch-size', 'batch_size'],
    ['learningRate', 'learning_rate'],
    ['optimizer_weight_decay', 'weight_decay'],
    ['train.optimizer.name', 'optimizer'],
    ['optimizer._target_', 'optimizer'],
    ['lr_scheduler.type', 'scheduler'],
  ])('%s is %s', (name, parameter) => {
    expect(meaningOf(name, NAMES)).toMatchObject({ kind: 'parameter', name: parameter });
  });

  test.each([
    ['backbone.lr', /layer_lr_decay/],
    ['early_stopping.patience', /early_terminate/],
    ['train.freeze_epochs', /unfrozen_layers/],
    ['warmup_steps', /warmup_epochs/],
    ['epcohs', /^epochs$/],
    ['test_size', /never read/],
    ['moemntum', /^momentum$/],
  ])('%s is none of ours, and near %s', (name, nearest) => {
    expect(meaningOf(name, NAMES)).toEqual({
      kind: 'unknown',
      nearest: expect.stringMatching(nearest),
    });
  });

  test('that is like none is near none', () => {
    expect(meaningOf('zorblax', NAMES)).toEqual({ kind: 'unknown' });
    expect(meaningOf('x'.repeat(100_000), NAMES)).toEqual({ kind: 'unknown' });
  });
});

describe('a metric', () => {
  test.each([
    ['val/acc@1', 'val_accuracy'],
    ['best_val_acc', 'val_accuracy'],
    ['valid_accuracy', 'val_accuracy'],
    ['Val/Loss', 'val_loss'],
    ['validation_loss', 'val_loss'],
    ['eval/loss', 'val_loss'],
    ['train_acc', 'train_accuracy'],
    ['training/loss', 'train_loss'],
    ['valloss', 'val_loss'],
  ])('%s is %s', (name, metric) => {
    expect(metricMeaning(name)).toEqual({ metric, isTest: false, isBare: false });
  });

  test.each(['test_accuracy', 'test/acc', 'Test Loss', 'test_top1'])(
    '%s is of the test split',
    (name) => {
      expect(metricMeaning(name).isTest).toBe(true);
      expect(mistakes(`metric: { name: ${name} }\nparameters: { lr: { value: 1 } }`)).toHaveLength(
        1,
      );
    },
  );

  test.each([
    'weighted_f1',
    'train_f1',
    'mAP50',
    'top5_acc',
    'val_residual',
    'reward',
    'val_acc_top5',
  ])('%s is none of ours', (name) => expect(metricMeaning(name).metric).toBeUndefined());

  test('that does not say which images is of those held out, and that is told', () => {
    const { spec, warnings } = parse(
      'metric: { name: loss, goal: minimize }\nparameters: { lr: { value: 1 } }',
    );
    expect(spec.metric.name).toBe('val_loss');
    expect(warnings[0]!.message).toMatch(
      /loss is read as val_loss: it says not of which images.*train_loss/,
    );
  });
});

describe('options beside their choice', () => {
  const space = (text: string) => parse(`parameters:\n  lr: { value: 0.1 }\n${text}`).spec.space;
  const found = (text: string) =>
    mistakes(`parameters:\n  lr: { value: 0.1 }\n${text}`).map(
      ({ line, path, message }) => `${line} ${path}: ${message}`,
    );

  test('go into those that have them', () => {
    expect(
      space('  scheduler: { values: [step, cosine] }\n  gamma: { values: [0.1, 0.5] }').scheduler,
    ).toEqual({
      kind: 'categorical',
      values: [{ type: 'step', gamma: 0.1 }, { type: 'step', gamma: 0.5 }, 'cosine'],
    });
  });

  test('leave each choice its weight where points are drawn', () => {
    const text = '  scheduler: { values: [step, cosine] }\n  gamma: { values: [0.1, 0.5] }';
    const { spec } = parse(`method: random\nrun_cap: 2\nparameters:\n${text}`);
    expect(spec.space.scheduler).toMatchObject({ probabilities: [0.25, 0.25, 0.5] });
  });

  test('of an optimizer go there, too', () => {
    expect(space('  optimizer: { value: SGD }\n  dampening: { value: 0.1 }').optimizer).toEqual({
      kind: 'constant',
      value: { type: 'sgd', dampening: 0.1 },
    });
  });

  test.each([
    [
      '  scheduler: { value: cosine }\n  gamma: { value: 0.1 }',
      /^4 parameters.gamma: unknown key "gamma"; nearest: an option of scheduler step, multistep or exponential; this file names none/,
    ],
    [
      '  gamma: { value: 0.1 }',
      /^3 parameters.gamma: .*nearest: an option of scheduler step, multi/,
    ],
    ['  patience: { value: 3 }', /nearest: early_terminate, or the patience of scheduler plateau/],
    [
      '  scheduler: { value: { type: step, gamma: 0.1 } }\n  gamma: { value: 0.2 }',
      /^4 parameters.gamma: gamma is set here and in step itself/,
    ],
    [
      '  scheduler: { value: step }\n  gamma: { value: 0 }',
      /^4 parameters.gamma.value: expected more than 0, got 0/,
    ],
    [
      '  scheduler: { value: step }\n  gamma: { distribution: normal }',
      /^4 parameters.gamma: an option of a choice is listed/,
    ],
    [
      `  scheduler: { value: step }\n  gamma: { values: [${Array.from({ length: 1001 }, (_, i) => i / 1001 + 0.1)}] }`,
      /make 1001 values of scheduler: expected at most 1000/,
    ],
    [
      '  head: { value: linear }\n  fc_size: { value: 8 }',
      /an option of head mlp; this file names none/,
    ],
    [
      '  num_workers: { values: [1, 2] }',
      /changes nothing here .* would train the same trials again/,
    ],
    ['  criterion: { value: focal }', /^3 parameters.criterion: unknown key "criterion"/],
  ])('%j', (text, wanted) => {
    const issues = found(text);
    expect(issues.join('\n')).toMatch(wanted);
    expect(issues).toHaveLength(1);
  });
});

test.each([
  ['optimizer: { values: [Adam, NAdam] }', /values.1: there is no NAdam here: .*; nearest: adamw/],
  [
    'optimizer: { value: { type: LARS, eps: 1 } }',
    /value.type: there is no LARS here: .*nearest: sgd/,
  ],
  ['scheduler: { value: CyclicLR }', /there is no CyclicLR here: .*nearest: one_cycle/],
])('%s is refused with the nearest in meaning', (entry, wanted) => {
  const issues = mistakes(`parameters: { ${entry} }`);
  expect(issues).toHaveLength(1);
  expect(issues.map(({ path, message }) => `${path}: ${message}`)[0]).toMatch(wanted);
});

test('nesterov stands beside the momentum that sgd has here, and not beside none', () => {
  const value = (options: string) =>
    `parameters: { optimizer: { value: { type: sgd, ${options} } } }`;
  expect(mistakes(value('nesterov: true'))).toEqual([]);
  expect(mistakes(value('nesterov: true, momentum: 0'))[0]!.message).toMatch(/momentum above 0/);
});

test('a capped grid says which part it runs', () => {
  const notes = (more: string) =>
    parse(
      `run_cap: 4\n${more}parameters: { learning_rate: { values: [1, 2, 3] }, dropout: { values: [0, 0.1, 0.2] } }`,
    ).warnings.map(({ path, message }) => `${path}: ${message}`);
  expect(notes('')).toEqual([
    'run_cap: the first 4 of the 9 points of this grid, where the last parameter varies fastest: learning_rate takes 2 of its 3 values; order: shuffled takes them from all over it',
  ]);
  expect(notes('order: shuffled\n')).toEqual([
    'run_cap: 4 of the 9 points of this grid, from all over it',
  ]);
});
