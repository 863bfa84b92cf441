import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { rngFor } from '../../src/core/random.js';
import type { Distribution, SearchSpace } from '../../src/core/space.js';
import { mutationOf } from '../../src/search/models/evolution/mutation.js';
import { coordinatesOf } from '../../src/search/spaces/coordinates.js';
import { valueAt } from '../../src/search/spaces/distribution.js';
import { unitOf } from '../../src/search/spaces/unit-of.js';
import { NOTHING } from './asking.js';
import { bestOf, median, tried } from './trying.js';

const SPACE: SearchSpace = {
  learning_rate: { kind: 'uniform', low: 1e-4, high: 1, scale: 'log' },
  unfrozen_layers: { kind: 'int_uniform', low: 0, high: 5 },
  optimizer: { kind: 'categorical', values: ['sgd', 'adam', 'rmsprop'] },
};

describe('a mutation', () => {
  const moved = (distribution: Distribution, from: number | string, width: number, times = 400) => {
    const coordinate = coordinatesOf({ x: distribution }).all[0]!;
    const mutation = mutationOf(coordinate, width);
    const rng = rngFor('mutations');
    return Array.from({ length: times }, () =>
      valueAt(distribution, mutation(unitOf(distribution, from), rng)),
    );
  };

  test('of a rate is by factors, alike up and down', () => {
    const values = moved(SPACE.learning_rate!, 1e-2, 0.1) as number[];
    const steps = values.map((value) => Math.log10(value / 1e-2) / 4);
    const mean = steps.reduce((sum, step) => sum + step, 0) / steps.length;
    const spread = Math.sqrt(steps.reduce((sum, step) => sum + step ** 2, 0) / steps.length);
    expect(Math.abs(mean)).toBeLessThan(0.02);
    expect(Math.abs(spread - 0.1)).toBeLessThan(0.02);
  });

  test('of whole numbers is mostly to a neighbor, and never to none', () => {
    const values = moved(SPACE.unfrozen_layers!, 2, 0.1);
    expect(values).not.toContain(2);
    expect(values.filter((value) => value === 1 || value === 3).length).toBeGreaterThan(300);
    expect(moved(SPACE.unfrozen_layers!, 5, 0.1)).not.toContain(5);
  });

  test('of options without an order is to any other one', () => {
    const values = moved(SPACE.optimizer!, 'adam', 0.1);
    expect(values).not.toContain('adam');
    expect(values.filter((value) => value === 'sgd').length).toBeGreaterThan(150);
    expect(values.filter((value) => value === 'rmsprop').length).toBeGreaterThan(150);
  });

  test('stays inside the range, however wide it is', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 0, max: 1, noNaN: true }),
        fc.double({ min: 1e-3, max: 1, noNaN: true }),
        fc.nat(),
        (u, width, seed) => {
          for (const coordinate of coordinatesOf(SPACE).all) {
            const to = mutationOf(coordinate, width)(u, rngFor('wide', seed));
            expect(to).toBeGreaterThanOrEqual(0);
            expect(to).toBeLessThanOrEqual(1);
          }
        },
      ),
    );
  });
});

const bowl = ({ learning_rate, unfrozen_layers, optimizer }: Record<string, unknown>) => [
  Math.abs(Math.log10(Number(learning_rate)) + 2) +
    Math.abs(Number(unfrozen_layers) - 4) / 5 +
    (optimizer === 'adam' ? 0 : 1),
];

test('each child differs from one of the latest trials in one parameter', () => {
  const trials = tried({ type: 'evolution', population: 6 }, SPACE, bowl, 40);
  for (const { number, params } of trials.slice(6)) {
    const parents = trials.slice(number - 6, number);
    const changed = parents.map((parent) =>
      Object.keys(SPACE).filter((name) => parent.params[name] !== params[name]),
    );
    expect(Math.min(...changed.map(({ length }) => length))).toBe(1);
  }
});

test('comes nearer to the best point than random draws do', () => {
  const best = (type: string) =>
    median([1, 2, 3, 4, 5].map((seed) => bestOf(tried({ type }, SPACE, bowl, 80, { seed }))));
  expect(best('evolution')).toBeLessThan(best('random') / 2);
});

test('breeds from what an earlier sweep found, from the first trial on', () => {
  const found = { learning_rate: 0.01, unfrozen_layers: 4, optimizer: 'adam' };
  const study = {
    ...NOTHING,
    earlier: Array.from({ length: 20 }, (_, i) => ({
      params: { ...found, learning_rate: 0.01 + i * 1e-4 },
      losses: [i],
    })),
  };
  const [first] = tried({ type: 'evolution' }, SPACE, bowl, 1, { study });
  const { learning_rate, unfrozen_layers, optimizer } = first!.params;
  const changes = [
    Math.abs(Number(learning_rate) - 0.01) > 2e-3,
    unfrozen_layers !== 4,
    optimizer !== 'adam',
  ];
  expect(changes.filter(Boolean).length).toBeLessThanOrEqual(1);
});
