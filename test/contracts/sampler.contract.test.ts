import { describe, expect, test } from 'vitest';
import type { SearchSpace } from '../../src/core/space.js';
import { samplers } from '../../src/search/samplers/index.js';
import { contains } from '../../src/search/spaces/distribution.js';

const SPACE: SearchSpace = {
  learning_rate: { kind: 'uniform', low: 1e-4, high: 1e-1, scale: 'log', count: 3 },
  batch_size: { kind: 'uniform', low: 8, high: 64, scale: 'linear', q: 8 },
  unfrozen_layers: { kind: 'int_uniform', low: 0, high: 5 },
  scheduler: { kind: 'categorical', values: ['constant', { type: 'step', step_size: 2 }] },
  dropout: { kind: 'constant', value: 0.1 },
};

/** 2 x 3 x 6 points. */
const FINITE: SearchSpace = {
  optimizer: { kind: 'categorical', values: ['sgd', 'adam'], probabilities: [0.9, 0.1] },
  batch_size: { kind: 'uniform', low: 16, high: 32, scale: 'log', q: 8 },
  unfrozen_layers: { kind: 'int_uniform', low: 0, high: 5 },
};

const spaces = { mixed: SPACE, finite: FINITE };
const orders = ['declared', 'shuffled'] as const;
const cases = Object.values(samplers).flatMap((def) =>
  orders.flatMap((order) =>
    Object.entries(spaces).map(([kind, space]) => ({ def, order, kind, space })),
  ),
);

describe.each(cases)('every sampler: $def.type, $order, $kind space', ({ def, order, space }) => {
  const sampler = (seed = 7) =>
    def.create({ space, seed, order, options: def.options.parse({}), allows: () => true });
  const first30 = (seed?: number) =>
    Array.from({ length: 30 }, (_, number) => sampler(seed).suggest(number, [])!);

  test('is listed under its own name', () => {
    expect(samplers[def.type]).toBe(def);
  });

  test('stays inside the space and names every parameter in its order', () => {
    for (const params of first30()) {
      expect(Object.keys(params)).toEqual(Object.keys(space));
      for (const [name, distribution] of Object.entries(space)) {
        expect(contains(distribution, params[name]!), `${name}: ${params[name]}`).toBe(true);
      }
    }
  });

  test('gives the same answer after a restart', () => {
    expect(first30()).toEqual(first30());
  });

  test('does not depend on which numbers were asked before', () => {
    const one = sampler();
    for (const number of [29, 3, 3, 11]) expect(one.suggest(number, [])).toEqual(first30()[number]);
  });

  test('has as many points as it says', () => {
    const { size, suggest } = sampler();
    if (size === null) return expect(suggest(1e6, [])).toBeDefined();
    expect(suggest(size - 1, [])).toBeDefined();
    expect(suggest(size, [])).toBeUndefined();
  });
});
