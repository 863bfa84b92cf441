import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Params, SearchSpace } from '../../src/core/space.js';
import { createSampler } from '../../src/search/create-sampler.js';
import { sharingFirst } from '../../src/search/models/proposals/sharing-first.js';
import type { StudyTrial } from '../../src/search/study.js';
import { ask, NOTHING } from './asking.js';
import { tried } from './trying.js';

const method = { type: 'tpe' };
const RATE: SearchSpace = {
  optimizer: { kind: 'categorical', values: ['sgd', 'adam', 'rmsprop'] },
  rate: { kind: 'uniform', low: 1e-5, high: 1, scale: 'log' },
  layers: { kind: 'int_uniform', low: 0, high: 5 },
};
/** The lower the nearer to adam, 0.01 and 2 layers. */
const lossOf = ({ optimizer, rate, layers }: Params) =>
  (optimizer === 'adam' ? 0 : 1) +
  Math.log10(Number(rate) / 0.01) ** 2 +
  Math.abs(Number(layers) - 2);

const finished = (params: Params, number: number, loss: number): StudyTrial => {
  return { number, params, state: 'finished', losses: [loss], standing: [loss] };
};
const create = (space: SearchSpace, seed = 1) =>
  createSampler({ method, space, seed, order: 'declared' }, () => true);

test('it finds what is good, and random draws do not', () => {
  const best = (type: string) =>
    [1, 2, 3, 4, 5].map((seed) => {
      const trials = tried({ type }, RATE, (params) => [lossOf(params)], 60, { seed, count: 4 });
      return Math.min(...trials.map(({ losses }) => losses[0]!));
    });
  const [learned, drawn] = [best('tpe'), best('random')].map(
    (values) => values.sort(ascending)[2]!,
  );
  expect(learned!).toBeLessThan(0.05);
  expect(drawn!).toBeGreaterThan(2 * learned!);
});

test('a metric to maximize is a loss already: its sign alone turns the search', () => {
  const mean = (sign: number) => {
    const trials = tried(method, RATE, ({ layers }) => [sign * Number(layers)], 40);
    const late = trials.slice(20).map(({ params }) => Number(params.layers));
    return late.reduce((sum, layers) => sum + layers, 0) / late.length;
  };
  expect(mean(1)).toBeLessThan(1.5);
  expect(mean(-1)).toBeGreaterThan(3.5);
});

test('of a parameter that only some points have, values are learned from those', () => {
  const space: SearchSpace = {
    scheduler: { kind: 'categorical', values: ['constant', 'step'] },
    gamma: { kind: 'uniform', low: 0, high: 1, scale: 'linear', when: { scheduler: ['step'] } },
  };
  const trials = tried(
    method,
    space,
    ({ scheduler, gamma }) => [scheduler === 'step' ? (Number(gamma) - 0.8) ** 2 : 0.3],
    50,
  );
  const late = trials.slice(25).filter(({ params }) => params.scheduler === 'step');
  expect(late.length).toBeGreaterThan(15);
  const near = late.filter(({ params }) => Math.abs(Number(params.gamma) - 0.8) < 0.2);
  expect(near.length / late.length).toBeGreaterThan(0.7);
  expect(trials.every(({ params }) => 'gamma' in params === (params.scheduler === 'step'))).toBe(
    true,
  );
});

test('two metrics: points near the whole front are tried, not those of one metric alone', () => {
  const space: SearchSpace = {
    x: { kind: 'uniform', low: 0, high: 1, scale: 'linear' },
    y: { kind: 'uniform', low: 0, high: 1, scale: 'linear' },
  };
  const objectives = [
    { name: 'val_loss', goal: 'minimize' },
    { name: 'train_loss', goal: 'minimize' },
  ] as const;
  const study = { ...NOTHING, objectives };
  const trials = tried(
    method,
    space,
    ({ x, y }) => [Number(x) ** 2 + Number(y), (Number(x) - 1) ** 2 + Number(y)],
    80,
    { study },
  );
  const late = trials.slice(40).map(({ params }) => params);
  expect(late.filter(({ y }) => Number(y) < 0.3).length).toBeGreaterThan(28);
  const thirds = [0, 1, 2].map((t) => late.filter(({ x }) => Math.floor(Number(x) * 3) === t));
  for (const third of thirds) expect(third.length).toBeGreaterThan(3);
});

test('what misses the bounds of its metric is no good point, however low its loss', () => {
  const bounded = [{ name: 'val_loss', goal: 'minimize', min: 3 } as const] as const;
  const study = { ...NOTHING, objectives: bounded };
  const trials = tried(method, RATE, ({ layers }) => [Number(layers)], 40, { study });
  const late = trials.slice(20).filter(({ params }) => Number(params.layers) >= 3);
  expect(late.length).toBeGreaterThan(14);
});

describe('points tried together', () => {
  const known = ask(create(RATE), 0, 30).map((params, n) => finished(params, n, lossOf(params)));

  test('keep apart, and apart from those that wait or run', () => {
    const study = { ...NOTHING, trials: known };
    const good = ({ optimizer, rate, layers }: Params) =>
      optimizer === 'adam' && Math.abs(Math.log10(Number(rate) / 0.01)) < 0.7 && layers === 2;
    const open = { params: { optimizer: 'adam', rate: 0.01, layers: 2 }, losses: [], standing: [] };
    const crowd = Array.from({ length: 40 }, (_, i): StudyTrial => {
      return { ...open, number: 30 + i, state: i % 2 ? 'queued' : 'running' };
    });
    const counts = [[], crowd].map((waiting) => {
      const trials = [...known, ...waiting];
      const points = [1, 2, 3].flatMap((seed) =>
        ask(create(RATE, seed), 70, 8, { ...study, trials }),
      );
      return points.filter(good).length;
    });
    expect(counts[0]!).toBeGreaterThan(2 * counts[1]!);
    const together = ask(create(RATE), 30, 8, study).map(({ rate }) => Math.log10(Number(rate)));
    expect(Math.max(...together) - Math.min(...together)).toBeGreaterThan(0.3);
  });

  test('of those about as good, those that share what waits come first; `sharing: ignore`: by worth', () => {
    const cost = ({ optimizer }: Params, beside: readonly Params[]) =>
      beside.some((other) => other.optimizer === optimizer) ? 1 : 10;
    const make = (given: typeof cost | null) =>
      createSampler({ method, space: RATE, seed: 3, order: 'declared' }, () => true, given);
    const kinds = (given: typeof cost | null) => {
      const picks = [0, 1, 2, 3, 4, 5].map((shift) => {
        const trials = known.map((trial) =>
          finished(trial.params, trial.number, (trial.number * 7 + shift) % 30),
        );
        const points = ask(make(given), 30, 8, { ...NOTHING, trials });
        return new Set(points.map(({ optimizer }) => optimizer)).size;
      });
      return picks.reduce((sum, n) => sum + n, 0);
    };
    expect(kinds(cost)).toBeLessThan(kinds(null));
    expect(kinds(() => 1)).toBe(kinds(null));
  });
});

test('the cheapest share first among the best, then the others by worth', () => {
  const params = (name: string) => ({ name });
  const candidates = [
    { params: params('far'), worth: 1 },
    { params: params('best'), worth: 4 },
    { params: params('shared'), worth: 3.2 },
    { params: params('last'), worth: 0 },
  ];
  const cost = ({ name }: Params, beside: readonly Params[]) =>
    beside.length > 0 && (name === 'shared' || name === 'last') ? 2 : 5;
  const order = (given: typeof cost | null, beside: readonly Params[]) =>
    sharingFirst(candidates, given, beside).map(({ name }) => name);
  expect(order(cost, [params('x')])).toEqual(['shared', 'best', 'far', 'last']);
  expect(order(cost, [])).toEqual(['best', 'shared', 'far', 'last']);
  expect(order(null, [params('x')])).toEqual(['best', 'shared', 'far', 'last']);
});

test('a finite space is had whole, each point once, however many are asked for at once', () => {
  const space: SearchSpace = {
    a: { kind: 'categorical', values: ['x', 'y', 'z'] },
    n: { kind: 'int_uniform', low: 1, high: 7 },
  };
  fc.assert(
    fc.property(fc.integer({ min: 1, max: 9 }), fc.nat(99), (count, seed) => {
      const trials = tried(method, space, ({ n }) => [Number(n)], 99, { seed, count });
      expect(trials).toHaveLength(21);
      expect(new Set(trials.map(({ params }) => JSON.stringify(params))).size).toBe(21);
    }),
    { numRuns: 15 },
  );
});

test('points of an earlier sweep are learned from: fewer are drawn evenly first', () => {
  const earlier = ask(create(RATE, 9), 0, 40).map((params) => ({
    params,
    losses: [lossOf(params)],
  }));
  const warm = ask(create(RATE), 0, 8, { ...NOTHING, earlier });
  const cold = ask(create(RATE), 0, 8);
  const mean = (points: readonly Params[]) =>
    points.reduce((sum, params) => sum + lossOf(params), 0) / points.length;
  expect(mean(warm)).toBeLessThan(mean(cold) / 2);
});

test('points that no trial can use are drawn again; where there are none, the file is to blame', () => {
  const allows = ({ rate }: Params) => Number(rate) > 0.1;
  const picky = createSampler({ method, space: RATE, seed: 1, order: 'declared' }, allows);
  const trials = ask(picky, 0, 20).map((params, n) => finished(params, n, lossOf(params)));
  for (const params of ask(picky, 20, 8, { ...NOTHING, trials })) expect(allows(params)).toBe(true);
  const never = createSampler({ method, space: RATE, seed: 1, order: 'declared' }, () => false);
  expect(() => ask(never, 20, 1, { ...NOTHING, trials })).toThrow(/hold values a trial can use/);
});

function ascending(a: number, b: number): number {
  return a - b;
}
