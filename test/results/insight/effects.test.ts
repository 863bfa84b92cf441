import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { SearchSpace } from '../../../src/core/space.js';
import { effectsOf } from '../../../src/results/insight/effects.js';
import { triedOf } from './tried.js';

const RATES = [0.001, 0.003, 0.01, 0.03, 0.1, 0.3];
const SPACE: SearchSpace = {
  scheduler: { kind: 'categorical', values: ['cosine', 'step', 'constant'] },
  learning_rate: { kind: 'categorical', values: RATES },
};
const METRIC = { name: 'val_accuracy', goal: 'maximize' } as const;

function grid(accuracy: (scheduler: string, rate: number, place: number) => number) {
  const { points } = triedOf(
    SPACE,
    ['cosine', 'step', 'constant'].flatMap((scheduler) =>
      RATES.map((rate, i) => ({
        params: { scheduler, learning_rate: rate },
        accuracy: accuracy(scheduler, rate, i),
      })),
    ),
  );
  return { points, space: SPACE, metric: METRIC };
}

test('what one value gives over another is the mean over points that differ in it alone', () => {
  const wiggle = [0.001, -0.002, 0.003, -0.001, 0, -0.001];
  const tries = grid((scheduler, rate, i) => {
    const own = { cosine: 0.02, step: 0.01, constant: 0 }[scheduler]!;
    return 0.5 + own + 0.1 * Math.sin(rate * 40) + (scheduler === 'cosine' ? wiggle[i]! : 0);
  });
  const { effects } = effectsOf(tries, 'scheduler');
  expect(effects.map(({ better, worse }) => [better, worse])).toEqual([
    ['cosine', 'step'],
    ['cosine', 'constant'],
  ]);
  expect(effects[0]!.gain.mean).toBeCloseTo(0.01, 9);
  expect(effects[0]!.gain.n).toBe(6);
  // Student's t of 5 degrees at 1 - 0.05 / 3 / 2: 3.5341; deviation of the wiggle: 0.0017889.
  expect(effects[0]!.gain.margin).toBeCloseTo((3.5341 * 0.0017889) / Math.sqrt(6), 6);
});

test('fewer than five pairs compare nothing', () => {
  const tries = grid((scheduler) => (scheduler === 'cosine' ? 0.6 : 0.5));
  // Each rate is one pair: three schedulers stand for each pair of rates.
  expect(effectsOf(tries, 'learning_rate').effects).toEqual([]);
});

test('of drawn rates no two points differ in one parameter alone', () => {
  const space: SearchSpace = {
    ...SPACE,
    learning_rate: { kind: 'uniform', low: 0.001, high: 0.1, scale: 'log' },
  };
  const { points } = triedOf(
    space,
    Array.from({ length: 30 }, (_, i) => ({
      params: { scheduler: i % 2 ? 'step' : 'cosine', learning_rate: 0.001 + i * 0.001 },
      accuracy: 0.5 + (i % 2) * 0.1,
    })),
  );
  expect(effectsOf({ points, space, metric: METRIC }, 'scheduler').effects).toEqual([]);
});

test('a parameter that hangs on another does not keep its points apart', () => {
  const space: SearchSpace = {
    scheduler: { kind: 'categorical', values: ['cosine', 'step'] },
    step_size: { kind: 'categorical', values: [2, 5], when: { scheduler: ['step'] } },
    learning_rate: { kind: 'categorical', values: RATES },
    weight_decay: { kind: 'derived', expression: 'learning_rate / 10', defaults: {} },
  };
  const { points } = triedOf(
    space,
    RATES.flatMap((rate, i) => {
      const rest = { learning_rate: rate, weight_decay: rate / 10 };
      return [
        { params: { scheduler: 'cosine', ...rest }, accuracy: 0.6 + i / 100 },
        { params: { scheduler: 'step', step_size: 2, ...rest }, accuracy: 0.5 + i / 100 },
        { params: { scheduler: 'step', step_size: 5, ...rest }, accuracy: 0.4 + i / 100 },
      ];
    }),
  );
  const tries = { points, space, metric: METRIC };
  const [schedulers] = effectsOf(tries, 'scheduler').effects;
  expect(schedulers).toMatchObject({ better: 'cosine', worse: 'step', gain: { n: 6 } });
  expect(schedulers!.gain.mean).toBeCloseTo(0.15, 9);
  const [sizes] = effectsOf(tries, 'step_size').effects;
  expect(sizes).toMatchObject({ better: 2, worse: 5, gain: { n: 6 } });
  expect(sizes!.gain.mean).toBeCloseTo(0.1, 9);
});

test('the best value loses to none, whatever the numbers', () => {
  fc.assert(
    fc.property(
      fc.array(fc.double({ min: 0, max: 1, noNaN: true }), { minLength: 18, maxLength: 18 }),
      (values) => {
        const tries = grid(
          (scheduler, _, i) => values[['cosine', 'step', 'constant'].indexOf(scheduler) * 6 + i]!,
        );
        for (const { gain } of effectsOf(tries, 'scheduler').effects) {
          expect(gain.mean).toBeGreaterThanOrEqual(0);
        }
      },
    ),
    { numRuns: 30 },
  );
});
