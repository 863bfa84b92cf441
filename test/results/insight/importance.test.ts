import { expect, test } from 'vitest';
import { rngFor } from '../../../src/core/random.js';
import type { SearchSpace } from '../../../src/core/space.js';
import { marginalValues, viewImportance } from '../../../src/results/insight/importance.js';
import { coordinatesOf } from '../../../src/search/spaces/coordinates.js';
import { triedOf } from './tried.js';

/** Everything a space can have: options of a choice, a condition, a zip, a formula. */
const SPACE: SearchSpace = {
  scheduler: {
    kind: 'categorical',
    values: ['cosine', { type: 'step', gamma: 0.1 }],
    options: [null, { gamma: { kind: 'categorical', values: [0.1, 0.2, 0.5] } }],
  },
  learning_rate: { kind: 'categorical', values: [0.001, 0.01, 0.1], zip: 'size' },
  batch_size: { kind: 'categorical', values: [16, 32, 64], zip: 'size' },
  optimizer: { kind: 'categorical', values: ['sgd', 'adam'] },
  momentum: { kind: 'categorical', values: [0, 0.5, 0.9], when: { optimizer: ['sgd'] } },
  weight_decay: { kind: 'derived', expression: 'learning_rate / 100' },
};

const { all, paramsAt } = coordinatesOf(SPACE);
const rng = rngFor('a space that has all');
const tried = triedOf(
  SPACE,
  Array.from({ length: 150 }, () => {
    const params = paramsAt(all.map(() => rng()));
    const momentum = typeof params.momentum === 'number' ? params.momentum : 0.4;
    return { params, accuracy: 0.3 + 0.2 * Number(params.batch_size === 32) + 0.2 * momentum };
  }),
);

test('conditional, zipped and optional parameters are weighed by what they do where they are', () => {
  const view = viewImportance(tried);
  const names = view.importance!.factors.map(({ name }) => name);
  expect(new Set(names)).toEqual(new Set(all.map(({ name }) => name)));
  expect(new Set(names.slice(0, 2))).toEqual(new Set(['learning_rate+batch_size', 'momentum']));
  const momentum = view.importance!.factors.find(({ name }) => name === 'momentum')!;
  const values = marginalValues(momentum, SPACE);
  expect(values.map(({ value }) => value)).toEqual([0, 0.5, 0.9]);
  expect(values[2]!.expected.mean).toBeGreaterThan(values[0]!.expected.mean + 0.05);
});

test('points that are not of the space any more are left out', () => {
  const stray = { params: { optimizer: 'rmsprop' }, accuracy: 0.9 };
  const { used } = viewImportance(triedOf(SPACE, [stray]));
  expect(used).toBe(0);
});
