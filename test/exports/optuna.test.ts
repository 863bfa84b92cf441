import { appendFileSync, readFileSync, writeFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { UsageError } from '../../src/core/errors.js';
import type { Distribution } from '../../src/core/space.js';
import { distributionFor } from '../../src/exports/optuna/distribution.js';
import { pythonJson } from '../../src/exports/optuna/python-json.js';
import { studySpace } from '../../src/exports/optuna/study-space.js';
import { writeOptuna } from '../../src/exports/optuna/write-optuna.js';
import { ALL_FAILED, madeResults } from './made-results.js';

const uniform: Distribution = { kind: 'uniform', low: 0.1, high: 1, scale: 'linear' };

describe('a distribution', () => {
  test.each<[string, Distribution, string, object]>([
    ['a range', uniform, 'FloatDistribution', { low: 0.1, high: 1, log: false, step: null }],
    [
      'a log range',
      { ...uniform, scale: 'log' },
      'FloatDistribution',
      { low: 0.1, high: 1, log: true, step: null },
    ],
    [
      'a stepped range, whose ends are steps',
      { ...uniform, q: 0.25 },
      'FloatDistribution',
      { low: 0.25, high: 1, log: false, step: 0.25 },
    ],
    [
      'whole numbers',
      { kind: 'int_uniform', low: 2, high: 9 },
      'IntDistribution',
      { low: 2, high: 9, log: false, step: 1 },
    ],
    [
      'a normal one',
      { kind: 'normal', mu: 1, sigma: 0.5, log: false },
      'FloatDistribution',
      { low: -1, high: 3, log: false, step: null },
    ],
    [
      'a list',
      { kind: 'categorical', values: [0, 'a', null, { type: 'x' }] },
      'CategoricalDistribution',
      { choices: [0, 'a', null, '{"type":"x"}'] },
    ],
    [
      'a list in which Python could take a choice for another',
      { kind: 'categorical', values: [1, true] },
      'CategoricalDistribution',
      { choices: [1, 'true'] },
    ],
  ])('of %s', (_, distribution, name, attributes) => {
    expect(distributionFor(distribution, [])).toMatchObject({ name, attributes });
  });

  test('has what was tried outside of it', () => {
    expect(distributionFor(uniform, [2]).attributes).toMatchObject({ low: 0.1, high: 2 });
    expect(distributionFor({ ...uniform, q: 0.25 }, [0.3]).attributes).toMatchObject({
      step: null,
    });
    const list = distributionFor({ kind: 'categorical', values: ['a'] }, ['b']);
    expect(list.attributes).toEqual({ choices: ['a', 'b'] });
    expect(list.internal('b')).toBe(1);
    expect(distributionFor(uniform, ['auto']).attributes).toEqual({ choices: ['auto'] });
  });
});

test('a space is laid flat: options of choices, zipped, derived and constant parameters', async () => {
  const { results } = await madeResults(
    [
      {
        params: {
          ...{ scheduler: { type: 'step', step_size: 3 }, a: 2, b: 'y' },
          ...{ twice: 4, fixed: 1 },
        },
        accuracies: [0.5],
        state: 'finished',
      },
    ],
    {
      space: {
        scheduler: {
          kind: 'categorical',
          values: ['cosine', { type: 'step', step_size: 1 }],
          options: [null, { step_size: { kind: 'int_uniform', low: 1, high: 5 } }],
        },
        a: { kind: 'categorical', values: [1, 2], zip: 'ab' },
        b: { kind: 'categorical', values: ['x', 'y'], zip: 'ab' },
        only: { kind: 'categorical', values: [1, 2], when: { scheduler: ['cosine'] } },
        twice: { kind: 'derived', expression: 'a * 2' },
        fixed: { kind: 'constant', value: 1 },
      },
    },
  );
  const space = studySpace(results);
  expect([...space.distributions.keys()]).toEqual([
    ...['scheduler', 'scheduler.step.step_size', 'a+b', 'only'],
  ]);
  expect(space.distributions.get('scheduler')!.attributes).toEqual({
    choices: ['cosine', '{"type":"step","step_size":"*"}'],
  });
  expect(space.constants).toEqual({ fixed: 1 });
  const { drawn, rest } = space.pointOf(results.rows[0]!.params);
  expect(Object.fromEntries(drawn)).toEqual({
    scheduler: { type: 'step', step_size: '*' },
    'scheduler.step.step_size': 3,
    'a+b': [2, 'y'],
  });
  expect(rest).toEqual({ a: 2, b: 'y', twice: 4 });
});

test('a trial is complete, pruned, failed, or still to be asked for', async () => {
  const { results, output } = await madeResults([
    { params: { learning_rate: 0.01 }, accuracies: [0.4, 0.6], state: 'finished' },
    { params: { learning_rate: 0.003 }, accuracies: [0.3, 0.2], state: 'stopped' },
    { params: { learning_rate: 0.01 }, accuracies: [Number.NaN], state: 'diverged' },
    { params: { learning_rate: 0.01 }, accuracies: [], state: 'interrupted' },
  ]);
  await writeOptuna(results, output, output);
  const trials = trialsIn(output);
  expect(trials.map(({ state, value }) => [state, value])).toEqual([
    [1, 0.6],
    [2, 0.2],
    [3, null],
    [4, null],
  ]);
  expect(trials[0]!.intermediate_values).toEqual({ 0: 0.4, 1: 0.6 });
  expect(readFileSync(output, 'utf8')).toContain('"intermediate_values":{"0":NaN}');
  expect(trials[3]!.system_attrs).toEqual({ fixed_params: { learning_rate: 0.01 } });
  expect(trials[3]).not.toHaveProperty('datetime_complete');
});

test('several objectives are several values, and their bounds are constraints', async () => {
  const { results, output } = await madeResults(undefined, {
    objectives: [
      { name: 'val_accuracy', goal: 'maximize' },
      { name: 'trained_parameters', goal: 'minimize', max: 10 },
    ],
  });
  await writeOptuna(results, output, output);
  expect(linesIn(output)[0]!.directions).toEqual([2, 1]);
  const [first] = trialsIn(output);
  expect(first).toMatchObject({ value: null, values: [0.62, 1000], intermediate_values: {} });
  expect(first!.system_attrs).toEqual({ constraints: [1] });
});

test('a study that Optuna has gone on with is not written over', async () => {
  const { results, output } = await madeResults(ALL_FAILED);
  const draft = `${output}.draft`;
  writeFileSync(output, '{"op_code":0,"worker_id":"thaw"}\n');
  await writeOptuna(results, draft, output);
  appendFileSync(output, '{"op_code":4,"worker_id":"0c7f-1","study_id":0}\n');
  await expect(writeOptuna(results, `${draft}2`, output)).rejects.toThrow(UsageError);
});

test("JSON is Python's", () => {
  const value = { a: [Number.NaN, -0, 1e21, '"\u2028'], b: undefined, c: null, d: true };
  expect(pythonJson(value)).toBe('{"a":[NaN,-0.0,1e+21,"\\"\u2028"],"c":null,"d":true}');
});

type Line = Readonly<Record<string, unknown>>;

function linesIn(file: string): readonly Line[] {
  const lines = readFileSync(file, 'utf8').trimEnd().split('\n');
  return lines.map((line) => JSON.parse(line.replaceAll(/([:[,])NaN/g, '$1null')));
}

function trialsIn(file: string): readonly Line[] {
  return linesIn(file).filter(({ op_code }) => op_code === 4);
}
