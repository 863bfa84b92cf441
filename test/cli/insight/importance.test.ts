import { expect, test } from 'vitest';
import type { SearchSpace } from '../../../src/core/space.js';
import { fakeContext, thaw } from '../fake-context.js';
import { type SeededTrial, seedResults } from '../seed-results.js';

const RATES = [0.001, 0.003, 0.01, 0.03, 0.1];
const UNFROZEN = [0, 1, 2, 3];
const STEP = { type: 'step', step_size: 2, gamma: 0.1 };
const SPACE: SearchSpace = {
  scheduler: { kind: 'categorical', values: ['cosine', STEP] },
  learning_rate: { kind: 'categorical', values: RATES },
  unfrozen_layers: { kind: 'categorical', values: UNFROZEN },
};

/** Forty trials: cosine gives a point over step, the rate matters most, unfreezing hardly. */
const GRID: readonly SeededTrial[] = ['cosine', STEP].flatMap((scheduler) =>
  RATES.flatMap((rate, r) =>
    UNFROZEN.map((unfrozen) => ({
      params: { scheduler, learning_rate: rate, unfrozen_layers: unfrozen },
      accuracies: [
        0.6 - 0.05 * (r - 2) ** 2 + (scheduler === 'cosine' ? 0.012 : 0) + 0.001 * unfrozen,
      ],
      state: 'finished' as const,
    })),
  ),
);

async function seeded(trials: readonly SeededTrial[] = GRID, space = SPACE) {
  const context = fakeContext();
  await seedResults(context.cwd, trials, { space });
  return context;
}

test('thaw importance says what matters, and what each value gives', async () => {
  const { stdout, code } = await thaw('importance', await seeded());
  expect(code).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "Sweep 1: fake
    What val_accuracy depends on, from 40 finished points.

    parameter        share      95 %  best, expected  worst
    learning_rate     99 %  96-100 %  0.01: 60.5 %    0.1: 40.8 %
    scheduler         <1 %     0-2 %  cosine: 51.3 %  step: 50.2 %
    unfrozen_layers   <1 %     0-1 %  3: 50.8 %       0: 50.7 %

    A forest foretells 100 % of how points differ that it did not see (R2 1.00); the
    shares are of what it knows. The rest, <1 %, is what three and more do together.
    In full: step(step_size=2, gamma=0.1).

    All else equal
    scheduler
      cosine beats step(step_size=2, gamma=0.1) by 1.2 +- 0.0 points (20 pairs)
    learning_rate
      0.01 beats 0.003 by 5.0 +- 0.0 points (8 pairs)
      0.01 beats 0.03 by 5.0 +- 0.0 points (8 pairs)
      0.01 beats 0.001 by 20.0 +- 0.0 points (8 pairs)
      0.01 beats 0.1 by 20.0 +- 0.0 points (8 pairs)
    unfrozen_layers
      3 beats 2 by 0.1 +- 0.0 points (10 pairs)
      3 beats 1 by 0.2 +- 0.0 points (10 pairs)
      3 beats 0 by 0.3 +- 0.0 points (10 pairs)
    "
  `);
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('as JSON it has every value, pair and effect', async () => {
  const { stdout } = await thaw('importance --format json', await seeded());
  const document = JSON.parse(stdout);
  expect(Object.keys(document)).toEqual([
    ...['sweep', 'name', 'metric', 'goal', 'trials', 'points', 'needed', 'r2', 'why'],
    ...['parameters', 'pairs', 'rest', 'effects'],
  ]);
  expect(document).toMatchObject({ sweep: 1, points: 40, needed: 20, why: null });
  expect(document.parameters[0]).toMatchObject({ parameter: 'learning_rate' });
  expect(document.parameters[0].values.map(({ value }: { value: number }) => value)).toEqual(RATES);
  expect(document.pairs).toHaveLength(3);
  expect(document.effects[0]).toMatchObject({
    ...{ parameter: 'scheduler', better: 'cosine', worse: STEP, pairs: 20 },
    gain: expect.closeTo(0.012, 9),
  });
});

test('as CSV it has a line for each parameter and pair', async () => {
  const { stdout } = await thaw('importance --format csv', await seeded());
  const lines = stdout.trim().split('\n');
  expect(lines[0]).toBe('parameter,with,share,low,high');
  expect(lines).toHaveLength(1 + 3 + 3);
});

test('with too few points it says how many it takes', async () => {
  const { stdout, code } = await thaw('importance', await seeded(GRID.slice(0, 6)));
  expect(code).toBe(0);
  expect(stdout).toContain('6 finished points differ in 2 parameters');
  expect(stdout).toContain('takes 20 to say how much each matters');
  expect(stdout).not.toContain('share');
});

test('of trials that differ by noise alone it says so, and shows no shares', async () => {
  const noisy = GRID.map((trial, i) => ({
    ...trial,
    accuracies: [0.5 + ((i * 7919) % 41) / 1000],
  }));
  const { stdout } = await thaw('importance', await seeded(noisy));
  expect(stdout).toContain('would be noise');
  expect(stdout).not.toContain('share  ');
});

test.each([
  ['no trial', [], 'Sweep 1 has no trials yet.'],
  [
    'failed ones only',
    GRID.slice(0, 3).map((trial) => ({ ...trial, accuracies: [], state: 'failed' as const })),
    'None of the 3 trials of sweep 1 has finished (3 failed).',
  ],
  ['one', GRID.slice(0, 1), 'There is nothing to compare: one point has finished.'],
  [
    'equal values',
    GRID.map((trial) => ({ ...trial, accuracies: [0.5] })),
    'All 40 finished points have the same val_accuracy.',
  ],
])('with %s it says what there is', async (_, trials, expected) => {
  const { stdout, code } = await thaw('importance', await seeded(trials));
  expect(code).toBe(0);
  expect(stdout).toContain(expected);
});

test('what failed, diverged and was stopped is left out, and counted', async () => {
  const diverged = { ...GRID[0]!, accuracies: [0.1], state: 'diverged' as const };
  const { stdout } = await thaw('importance', await seeded([...GRID, diverged]));
  expect(stdout).toContain('from 40 finished points (trials: 40 finished, 1\ndiverged)');
});
