import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import type { Params, SearchSpace } from '../../src/core/space.js';
import type { Objective } from '../../src/core/study/objective.js';
import { crossed } from '../../src/search/models/evolution/crossover.js';
import { polynomial } from '../../src/search/models/evolution/polynomial.js';
import { survivors } from '../../src/search/models/evolution/survivors.js';
import { hypervolume } from '../../src/search/pareto/hypervolume.js';
import { coordinatesOf } from '../../src/search/spaces/coordinates.js';
import { NOTHING } from './asking.js';
import { bestOf, median, tried } from './trying.js';

interface Golden {
  readonly crossed: readonly {
    readonly parents: readonly [number, number];
    readonly u: number;
    readonly children: readonly number[];
  }[];
  readonly mutated: readonly { readonly x: number; readonly u: number; readonly child: number }[];
}
const file = new URL('../golden/search/evolution.json', import.meta.url);
const golden = JSON.parse(readFileSync(file, 'utf8')) as Golden;

/** Draws that are these, one after another. */
const given = (...draws: readonly number[]) => {
  const left = [...draws];
  return () => left.shift()!;
};
const unit = { kind: 'uniform', low: 0, high: 1, scale: 'linear' } as const;
const SPACE: SearchSpace = {
  learning_rate: { kind: 'uniform', low: 1e-4, high: 1, scale: 'log' },
  optimizer: { kind: 'categorical', values: ['sgd', 'adam'] },
  unfrozen_layers: { kind: 'int_uniform', low: 0, high: 5 },
};

describe('crossover', () => {
  const line = coordinatesOf({ x: unit }).all;

  test("spreads children as pymoo's does", () => {
    for (const { parents, u, children } of golden.crossed) {
      const ours = [0.1, 0.9].map((side) => {
        return crossed(line, [[parents[0]], [parents[1]]], 20, given(0.1, u, side))[0]!;
      });
      for (const [i, want] of children.entries()) expect(ours[i]).toBeCloseTo(want, 12);
    }
  });

  test('takes options, and what one parent lacks, from either', () => {
    const { all } = coordinatesOf(SPACE);
    const draw = given(0.9, 0.1, 0.9, 0.9);
    expect(
      crossed(
        all,
        [
          [null, 0.25, 0.1],
          [0.5, 0.75, 0.1],
        ],
        20,
        draw,
      ),
    ).toEqual([0.5, 0.25, 0.1]);
  });
});

test("mutation moves a number as pymoo's does", () => {
  for (const { x, u, child } of golden.mutated) {
    expect(polynomial(x, 20, () => u)).toBeCloseTo(child, 12);
  }
});

test('fronts survive whole, and of the last one its ends and loners', () => {
  const losses = [
    [2, 2],
    [0, 4],
    [4, 0],
    [1, 3],
    [1.1, 2.9],
    [5, 5],
  ];
  const kept = survivors(
    losses.map((each) => ({ losses: each })),
    4,
  );
  expect(kept.map(({ point }) => point.losses)).toEqual([
    [0, 4],
    [4, 0],
    [2, 2],
    [1, 3],
  ]);
  expect(
    survivors(
      losses.map((each) => ({ losses: each })),
      9,
    ),
  ).toHaveLength(6);
});

/** Accuracy against time, of three parameters: a front where one is 0 and one trades. */
const trade = ({ a, b, c }: Params): readonly number[] => {
  const off = 1 + 3 * (Number(b) + Number(c));
  return [Number(a), off * (1 - Math.sqrt(Number(a) / off))];
};
const CUBE: SearchSpace = { a: unit, b: unit, c: unit };
const SECOND: Objective = { name: 'train_loss', goal: 'minimize' };
const STUDY = { ...NOTHING, objectives: [NOTHING.metric, SECOND] };
const volume = (type: string) =>
  median(
    [1, 2, 3].map((seed) => {
      const trials = tried({ type }, CUBE, trade, 160, { seed, count: 4, study: STUDY });
      return hypervolume(
        trials.map(({ standing }) => standing),
        [1.1, 1.1],
      );
    }),
  );

test('covers much more of a front of two metrics than random draws', () => {
  // The whole front would cover 1.21 - 1/3: all below (1.1, 1.1) but the area under 1 - sqrt(a).
  expect(volume('nsga2')).toBeGreaterThan(0.58);
  expect(volume('random')).toBeLessThan(0.48);
});

test('keeps to bounds of a metric, once some points do', () => {
  const study = { ...STUDY, objectives: [NOTHING.metric, { ...SECOND, max: 0.3 }] };
  const trials = tried({ type: 'nsga2' }, CUBE, trade, 160, { study });
  const kept = (some: typeof trials) => some.filter(({ standing }) => standing[1]! <= 0.3).length;
  expect(kept(trials.slice(0, 40))).toBeLessThan(10);
  expect(kept(trials.slice(120))).toBeGreaterThan(14);
});

test('with one metric is a plain genetic algorithm, better than random draws', () => {
  const loss = ({ learning_rate, optimizer, unfrozen_layers }: Params) => [
    Math.abs(Math.log10(Number(learning_rate)) + 2) +
      (optimizer === 'adam' ? 0 : 1) +
      Math.abs(Number(unfrozen_layers) - 4) / 5,
  ];
  const best = (type: string) =>
    median([1, 2, 3, 4, 5].map((seed) => bestOf(tried({ type }, SPACE, loss, 100, { seed }))));
  expect(best('nsga2')).toBeLessThan(best('random') / 2);
});
