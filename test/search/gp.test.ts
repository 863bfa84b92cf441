import { describe, expect, test } from 'vitest';
import type { Params, SearchSpace } from '../../src/core/space.js';
import { createSampler } from '../../src/search/create-sampler.js';
import type { StudyTrial } from '../../src/search/study.js';
import { ask, NOTHING } from './asking.js';
import { bestOf, median, tried } from './trying.js';

const PLANE: SearchSpace = {
  x: { kind: 'uniform', low: -5, high: 10, scale: 'linear' },
  y: { kind: 'uniform', low: 0, high: 15, scale: 'linear' },
};

/** Of three equal minima, at 0 (Branin 1972, less 0.397887). */
function branin({ x, y }: Params): readonly number[] {
  const [a, b] = [Number(x), Number(y)];
  const valley = b - (5.1 / (4 * Math.PI ** 2)) * a * a + (5 / Math.PI) * a - 6;
  return [valley ** 2 + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(a) + 10 - 0.397887];
}

const MIXED: SearchSpace = {
  learning_rate: { kind: 'uniform', low: 1e-5, high: 1, scale: 'log' },
  unfrozen_layers: { kind: 'int_uniform', low: 0, high: 5 },
  optimizer: { kind: 'categorical', values: ['sgd', 'adam', 'rmsprop'] },
};
const recipe = ({ learning_rate, unfrozen_layers, optimizer }: Params): readonly number[] => {
  const best = { sgd: -1.5, adam: -3, rmsprop: -3.5 }[String(optimizer)]!;
  const offset = { sgd: 0.1, adam: 0, rmsprop: 0.3 }[String(optimizer)]!;
  return [
    (Math.log10(Number(learning_rate)) - best) ** 2 / 4 +
      (Number(unfrozen_layers) / 5 - 0.6) ** 2 +
      offset,
  ];
};

const found = (type: string, space: SearchSpace, f: typeof branin, trials: number, count = 1) =>
  median([1, 2, 3].map((seed) => bestOf(tried({ type }, space, f, trials, { seed, count }))));

test('finds a minimum of Branin within 30 trials, where random draws stay far off', () => {
  expect(found('gp', PLANE, branin, 30)).toBeLessThan(0.1);
  expect(found('random', PLANE, branin, 30)).toBeGreaterThan(0.2);
});

test('finds it in rounds of eight as well, none of which repeats itself', () => {
  expect(found('gp', PLANE, branin, 40, 8)).toBeLessThan(0.3);
  const trials = tried({ type: 'gp' }, PLANE, branin, 40, { count: 8 });
  for (const start of [16, 24]) {
    const round = trials.slice(start, start + 8).map(({ params }) => params);
    const apart = round.flatMap((a, i) =>
      round
        .slice(i + 1)
        .map((b) => Math.hypot(Number(a.x) - Number(b.x), Number(a.y) - Number(b.y))),
    );
    expect(Math.min(...apart)).toBeGreaterThan(1e-3);
  }
});

test('finds the best of rates, layers and optimizers together', () => {
  expect(found('gp', MIXED, recipe, 30)).toBeLessThan(0.02);
});

describe('a study of all kinds of trials', () => {
  const suggested = (trials: readonly StudyTrial[], count = 1) =>
    ask(
      createSampler(
        { method: { type: 'gp' }, space: PLANE, seed: 2, order: 'declared' },
        () => true,
      ),
      trials.length,
      count,
      { ...NOTHING, trials },
    );
  const start = tried({ type: 'sobol' }, PLANE, branin, 16);
  const distance = (a: Params, b: Params) =>
    Math.hypot(Number(a.x) - Number(b.x), Number(a.y) - Number(b.y));

  test('stays away from what runs now', () => {
    const [next] = suggested(start);
    const running: StudyTrial = {
      number: 16,
      params: next!,
      state: 'running',
      losses: [],
      standing: [],
    };
    const [after] = suggested([...start, running]);
    expect(distance(after!, next!)).toBeGreaterThan(0.1);
  });

  test('goes where nothing diverged', () => {
    const trials = start.map((trial): StudyTrial => {
      const diverges = Number(trial.params.x) > 2.5;
      return diverges ? { ...trial, state: 'diverged', losses: [], standing: [] } : trial;
    });
    for (const params of suggested(trials, 4)) expect(Number(params.x)).toBeLessThan(4);
  });

  test('learns nothing from failures, and stands a study in which all is equal', () => {
    const failed = start.map((trial): StudyTrial => ({ ...trial, state: 'failed' }));
    expect(suggested(failed)).toEqual(suggested(failed.map((each) => ({ ...each, standing: [] }))));
    const equal = start.map((trial): StudyTrial => ({ ...trial, losses: [1], standing: [1] }));
    expect(suggested(equal, 3)).toHaveLength(3);
  });

  test('avoids what misses the bounds of a metric', () => {
    const seconds = { name: 'val_loss', goal: 'minimize', max: 10 } as const;
    const trials = start.map((trial) => ({
      ...trial,
      standing: [trial.standing[0]!, Number(trial.params.x) > 2.5 ? 50 : 5],
    }));
    const study = { ...NOTHING, objectives: [NOTHING.metric, seconds], trials };
    const sampler = createSampler(
      { method: { type: 'gp' }, space: PLANE, seed: 2, order: 'declared' },
      () => true,
    );
    for (const params of ask(sampler, 16, 4, study)) expect(Number(params.x)).toBeLessThan(4);
  });
});
