import { describe, expect, test } from 'vitest';
import type { Params, SearchSpace } from '../../src/core/space.js';
import { createSampler } from '../../src/search/create-sampler.js';
import { eigen } from '../../src/search/models/cmaes/eigen.js';
import { samplerNamed } from '../../src/search/sampler-named.js';
import type { StudyTrial } from '../../src/search/study.js';
import { ask, NOTHING } from './asking.js';
import { bestOf, median, tried } from './trying.js';

const line = { kind: 'uniform', low: -5, high: 5, scale: 'linear' } as const;
const CUBE: SearchSpace = { a: line, b: line, c: line, d: line };
const sphere = (params: Params): readonly number[] => [
  Object.values(params).reduce<number>((sum, x) => sum + (Number(x) - 1.3) ** 2, 0),
];
/** Long and narrow, and slanted: what a normal distribution must learn the shape of. */
const slanted = ({ a, b }: Params): readonly number[] => [
  (Number(a) + Number(b) - 1) ** 2 * 100 + (Number(a) - Number(b)) ** 2,
];

const found = (
  type: string,
  space: SearchSpace,
  f: typeof sphere,
  trials: number,
  options: { count?: number; study?: typeof NOTHING } = {},
) =>
  median(
    [1, 2, 3, 4, 5].map((seed) => bestOf(tried({ type }, space, f, trials, { seed, ...options }))),
  );

test('closes in on the middle of a bowl, faster the longer it goes', () => {
  const [early, late] = [100, 400].map((trials) => found('cmaes', CUBE, sphere, trials));
  expect(early).toBeLessThan(0.5);
  expect(late).toBeLessThan(1e-4);
  expect(found('random', CUBE, sphere, 100)).toBeGreaterThan(2);
});

test('learns the shape of a narrow, slanted valley', () => {
  expect(found('cmaes', { a: line, b: line }, slanted, 250)).toBeLessThan(1e-3);
});

test('is as good when asked for eight at a time', () => {
  expect(found('cmaes', CUBE, sphere, 400, { count: 8 })).toBeLessThan(1e-3);
});

describe('numbers in steps', () => {
  const SPACE: SearchSpace = {
    layers: { kind: 'int_uniform', low: 0, high: 5 },
    batch: { kind: 'categorical', values: [8, 16, 32, 64, 128] },
    dropout: { kind: 'uniform', low: 0, high: 0.5, scale: 'linear' },
  };
  const loss = ({ layers, batch, dropout }: Params): readonly number[] => [
    (Number(layers) - 4) ** 2 / 10 + (Number(batch) - 16) ** 2 / 1e3 + (Number(dropout) - 0.2) ** 2,
  ];

  test('are found along with those without', () => {
    expect(found('cmaes', SPACE, loss, 120)).toBeLessThan(2e-3);
  });

  test('never freeze: each is still left now and then, late in a sweep', () => {
    const late = tried({ type: 'cmaes' }, SPACE, loss, 300).slice(200);
    for (const name of ['layers', 'batch']) {
      const values = late.map(({ params }) => params[name]);
      expect(new Set(values).size).toBeGreaterThan(1);
    }
  });
});

test('options without an order are drawn at random beside, which it says', () => {
  const optimizer = { kind: 'categorical', values: ['sgd', 'adam', 'rmsprop'] } as const;
  const space: SearchSpace = { ...CUBE, optimizer };
  const loss = (params: Params) => [
    sphere({ ...params, optimizer: 1.3 })[0]! + (params.optimizer === 'adam' ? 0 : 5),
  ];
  const drawn = tried({ type: 'cmaes' }, space, loss, 150).map(({ params }) => params.optimizer);
  for (const value of optimizer.values) {
    expect(Math.abs(drawn.filter((each) => each === value).length - 50)).toBeLessThan(25);
  }
  const [note] = samplerNamed('cmaes').check!(space, 100, 'declared');
  expect(note).toMatchObject({ warning: true, message: expect.stringContaining('optimizer') });
  expect(samplerNamed('cmaes').check!({ optimizer }, null, 'declared')[0]!.message).toContain(
    'has none',
  );
  expect(samplerNamed('cmaes').check!(CUBE, 100, 'declared')).toEqual([]);
});

test('begins where an earlier sweep found its best points', () => {
  const corner = (params: Params): readonly number[] => [
    Object.values(params).reduce<number>((sum, x) => sum + (Number(x) - 3.8) ** 2, 0),
  ];
  const earlier = tried({ type: 'sobol' }, CUBE, corner, 100).map(({ params, standing }) => ({
    params,
    losses: standing,
  }));
  const warm = found('cmaes', CUBE, corner, 20, { study: { ...NOTHING, earlier } });
  expect(warm).toBeLessThan(found('cmaes', CUBE, corner, 20) / 2);
});

test('starts over once it stands still, and so leaves a minimum that is only local', () => {
  // Deep near 4, deeper in a narrow hole near -4.
  const two = ({ a }: Params): readonly number[] => {
    const x = Number(a);
    return [Math.min((x - 4) ** 2 + 1, (x + 4) ** 2 * 4)];
  };
  const trials = tried({ type: 'cmaes', sigma: 0.02 }, { a: line }, two, 400, { seed: 3 });
  const lasting = trials.map(({ params }) => Math.abs(Number(params.a) - 4) < 1e-3);
  expect(lasting.filter(Boolean).length).toBeGreaterThan(0);
  expect(bestOf(trials)).toBeLessThan(1);
});

test('trials that diverge or fail, or lie far out, break nothing', () => {
  const points = tried({ type: 'sobol' }, CUBE, sphere, 60);
  const trials = points.map((trial, i): StudyTrial => {
    if (i % 5 === 0) return { ...trial, state: 'diverged', losses: [], standing: [] };
    if (i % 7 === 0) return { ...trial, state: 'failed', losses: [], standing: [] };
    return trial;
  });
  const sampler = createSampler(
    { method: { type: 'cmaes', sigma: 0.01 }, space: CUBE, seed: 1, order: 'declared' },
    () => true,
  );
  for (const params of ask(sampler, 60, 20, { ...NOTHING, trials })) {
    for (const x of Object.values(params)) expect(Math.abs(Number(x))).toBeLessThanOrEqual(5);
  }
});

test('what it remembers of one answer changes no other', () => {
  const trials = tried({ type: 'sobol' }, CUBE, sphere, 60);
  const create = () =>
    createSampler(
      { method: { type: 'cmaes' }, space: CUBE, seed: 1, order: 'declared' },
      () => true,
    );
  const used = create();
  const changed = trials.map((trial, i): StudyTrial => {
    return i === 20 ? { ...trial, losses: [-9], standing: [-9] } : trial;
  });
  const earlier = trials.slice(0, 30).map(({ params, standing }) => ({ params, losses: standing }));
  for (const study of [
    { ...NOTHING, trials },
    { ...NOTHING, trials: trials.slice(0, 31) },
    { ...NOTHING, trials: changed },
    { ...NOTHING, trials, earlier },
    { ...NOTHING, trials, earlier: earlier.slice(0, 20) },
  ]) {
    expect(ask(used, 60, 3, study)).toEqual(ask(create(), 60, 3, study));
  }
});

test('a symmetric matrix is taken apart into directions, and put together again', () => {
  const matrix = [
    [4, 1, -2, 0],
    [1, 3, 0.5, 1],
    [-2, 0.5, 5, -1],
    [0, 1, -1, 2],
  ];
  const { values, vectors } = eigen(matrix);
  for (const [i, row] of matrix.entries()) {
    for (const [j, want] of row.entries()) {
      const sum = values.reduce(
        (total, value, k) => total + value * vectors[i]![k]! * vectors[j]![k]!,
        0,
      );
      const unit = values.reduce((total, _, k) => total + vectors[i]![k]! * vectors[j]![k]!, 0);
      expect(sum).toBeCloseTo(want, 12);
      expect(unit).toBeCloseTo(i === j ? 1 : 0, 12);
    }
  }
});
