import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import type { SearchSpace } from '../../../src/core/space.js';
import { createSampler } from '../../../src/search/create-sampler.js';
import { ask } from '../asking.js';

const MIXED = {
  learning_rate: { kind: 'uniform', low: 1e-4, high: 0.1, scale: 'log', count: 4 },
  scheduler: {
    kind: 'categorical',
    values: ['constant', { type: 'step', step_size: 2 }, 'cosine'],
    probabilities: [0.5, 0.25, 0.25],
  },
  dropout: { kind: 'normal', mu: 0.2, sigma: 0.1, log: false },
  epochs: { kind: 'constant', value: 3 },
  batch_size: { kind: 'uniform', low: 8, high: 64, scale: 'linear', q: 8 },
} as const satisfies SearchSpace;
const FINITE: SearchSpace = {
  scheduler: MIXED.scheduler,
  epochs: MIXED.epochs,
  batch_size: MIXED.batch_size,
  unfrozen_layers: { kind: 'int_uniform', low: 0, high: 5 },
};
const GRID: SearchSpace = { learning_rate: MIXED.learning_rate, ...FINITE };

/** Digests of what 0.1 gave, whose sweeps go on. */
test.each([
  ['random', MIXED, 'declared', '54f7166f1d276eb5'],
  ['random', FINITE, 'declared', '9812284569f09e8a'],
  ['grid', GRID, 'declared', '8eaf39964ac47dd5'],
  ['grid', GRID, 'shuffled', '426a432e10cdb6fa'],
] as const)('%s gives the points that it always gave: %j, %s', (type, space, order, digest) => {
  const sampler = createSampler({ method: { type }, space, seed: 5, order }, () => true);
  const text = JSON.stringify(ask(sampler, 0, space === MIXED ? 200 : 1000));
  expect(createHash('sha256').update(text).digest('hex').slice(0, 16)).toBe(digest);
});
