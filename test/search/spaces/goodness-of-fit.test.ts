import { describe, expect, test } from 'vitest';
import type { Params, SearchSpace } from '../../../src/core/space.js';
import { createSampler } from '../../../src/search/create-sampler.js';
import { normalCdf } from '../../../src/search/spaces/quantiles.js';
import { ask } from '../asking.js';

/** Conditions, options, weights, a zip and a formula at once. */
const SPACE: SearchSpace = {
  optimizer: { kind: 'categorical', values: ['sgd', 'adam'], probabilities: [0.7, 0.3] },
  momentum: {
    kind: 'uniform',
    low: 0.5,
    high: 0.9,
    scale: 'linear',
    when: { optimizer: ['sgd'] },
  },
  learning_rate: { kind: 'uniform', low: 1e-4, high: 1e-1, scale: 'log' },
  scheduler: {
    kind: 'categorical',
    values: ['constant', { type: 'step', step_size: 2, gamma: 0.1 }],
    options: [
      null,
      {
        step_size: { kind: 'categorical', values: [2, 5, 9], probabilities: [0.2, 0.3, 0.5] },
        gamma: { kind: 'normal', mu: 0.3, sigma: 0.1, log: false },
      },
    ],
  },
  batch_size: { kind: 'categorical', values: [16, 32], zip: 'z', probabilities: [0.25, 0.75] },
  image_size: { kind: 'categorical', values: [96, 64], zip: 'z' },
  double: { kind: 'derived', expression: '2 * batch_size' },
};
const COUNT = 4000;
const points = ask(
  createSampler(
    { method: { type: 'random' }, space: SPACE, seed: 11, order: 'declared' },
    () => true,
  ),
  0,
  COUNT,
);
const step = ({ scheduler }: Params) =>
  typeof scheduler === 'object' ? (scheduler as Readonly<Record<string, number>>) : undefined;

describe('random draws of a space whose parameters hang together', () => {
  test.each<[string, (params: Params) => unknown, Readonly<Record<string, number>>]>([
    ['a choice', ({ optimizer }) => optimizer, { sgd: 0.7, adam: 0.3 }],
    ['a choice with options', (params) => (step(params) ? 1 : 0), { 0: 0.5, 1: 0.5 }],
    ['an option', (params) => step(params)?.step_size, { 2: 0.2, 5: 0.3, 9: 0.5 }],
    [
      'zipped values',
      ({ batch_size, image_size }) => `${batch_size} ${image_size}`,
      {
        '16 96': 0.25,
        '32 64': 0.75,
      },
    ],
    ['a formula', ({ double }) => double, { 32: 0.25, 64: 0.75 }],
  ])('%s comes as often as its weights say (chi-square, 0.1 %%)', (_, pick, expected) => {
    const seen = points
      .map(pick)
      .filter((value) => value !== undefined)
      .map(String);
    const cells = Object.entries(expected);
    expect([...new Set(seen)].sort()).toEqual(cells.map(([value]) => value).sort());
    const statistic = cells.reduce((sum, [value, share]) => {
      const wanted = share * seen.length;
      return sum + (seen.filter((each) => each === value).length - wanted) ** 2 / wanted;
    }, 0);
    expect(statistic).toBeLessThan(CHI_SQUARE[cells.length - 1]!);
  });

  test.each<[string, (params: Params) => unknown, (x: number) => number]>([
    ['momentum, where it is', ({ momentum }) => momentum, (x) => (x - 0.5) / 0.4],
    ['a log range', ({ learning_rate }) => learning_rate, (x) => Math.log10(x * 1e4) / 3],
    ['an option', (params) => step(params)?.gamma, (x) => normalCdf((x - 0.3) / 0.1)],
  ])('%s is spread as its distribution is (Kolmogorov-Smirnov, 0.1 %%)', (_, pick, cdf) => {
    const values = points
      .map(pick)
      .filter((value) => typeof value === 'number')
      .sort((a, b) => a - b);
    expect(values.length).toBeGreaterThan(COUNT / 3);
    const distance = Math.max(
      ...values.map((x, i) =>
        Math.max(Math.abs(cdf(x) - i / values.length), Math.abs(cdf(x) - (i + 1) / values.length)),
      ),
    );
    expect(distance).toBeLessThan(1.95 / Math.sqrt(values.length));
  });

  test('a parameter is there exactly where its condition holds', () => {
    for (const params of points) expect('momentum' in params).toBe(params.optimizer === 'sgd');
  });

  test('what does not hang together is independent', () => {
    const joint = points.filter((params) => params.optimizer === 'sgd' && step(params)).length;
    const deviation = Math.sqrt(COUNT * 0.35 * 0.65);
    expect(Math.abs(joint - 0.35 * COUNT)).toBeLessThan(3.3 * deviation);
  });
});

/** What chi-square passes in one case of a thousand, by degrees of freedom. */
const CHI_SQUARE = [0, 10.83, 13.82];
