import { join } from 'node:path';
import { expect, test } from 'vitest';
import { recipeFor } from '../../../src/config/recipe-for.js';
import type { Params } from '../../../src/core/space.js';
import type { SweepSpec } from '../../../src/core/sweep.js';
import { openStore } from '../../../src/store/sqlite/sqlite-store.js';
import { fakeReport, fakeSpec, MADE, PROVENANCE } from '../../fakes/specs.js';
import { fakeContext, thaw } from '../fake-context.js';
import { seedResults } from '../seed-results.js';

interface Run {
  readonly params: Params;
  readonly point: number;
  readonly replicate?: number;
  /** Which of 50 images it had right; absent: not kept. */
  readonly right?: (image: number) => boolean;
  readonly accuracy: number;
}

/** Leaves a sweep of these runs, each of one epoch, in the folder of `context`. */
async function seedRuns(cwd: string, runs: readonly Run[], change: Partial<SweepSpec> = {}) {
  const store = openStore(join(cwd, 'results', 'thaw.sqlite'));
  const spec = fakeSpec(change);
  const sweepId = await store.queue.createSweep({ spec, file: '/fake.yaml', source: 'name: fake' });
  const rows = await store.queue.add(
    sweepId,
    runs.map(({ params, point, replicate = 0 }, number) => {
      const made = recipeFor(spec, params);
      const recipe = { ...made, trunk: { ...made.trunk, replicate } };
      return { number, point, replicate, params, recipe, version: '0.1.0', seen: null };
    }),
  );
  for (const [i, { accuracy, right }] of runs.entries()) {
    const trialId = rows[i]!.id;
    const rights = new Uint8Array(7);
    for (let k = 0; k < 50; k += 1) if (right?.(k)) rights[k >> 3]! |= 1 << (k % 8);
    await store.queue.take([trialId], PROVENANCE, MADE);
    const report = fakeReport(0, accuracy, right ? { rights } : {});
    await store.log.report([{ trialId, report }]);
    await store.queue.end([{ trialId, state: 'finished' }]);
  }
  await store.close();
}

const SLOW = { learning_rate: 0.1 };
const FAST = { learning_rate: 0.2 };

test('thaw compare shows what differs first, then how both did, then whether that tells', async () => {
  const context = fakeContext();
  await seedRuns(context.cwd, [
    { params: SLOW, point: 0, accuracy: 0.8, right: (k) => k < 40 },
    { params: FAST, point: 1, accuracy: 0.4, right: (k) => k < 20 },
  ]);
  const { stdout, code } = await thaw('compare 1 2', context);
  expect(code).toBe(0);
  expect(stdout).toMatchInlineSnapshot(`
    "                    trial 1   trial 2
    learning_rate       0.1       0.2

    state               finished  finished
    train_loss          0.2000    0.6000
    train_accuracy      0.8000    0.4000
    val_loss            1.2000    1.6000
    val_accuracy        0.8000    0.4000
    at epoch            0 (of 1)  0 (of 1)
    val_accuracy curve  █         ▁
    time, alone         2 s       2 s

    Trial 1 is right more often than trial 2, by 40.0 +- 14.3 points: of 50
    validation images 20 were right in trial 1 alone, 0 in trial 2 alone (McNemar's
    test: p below 0.001).
    "
  `);
  expect(Math.max(...stdout.split('\n').map((line) => line.length))).toBeLessThanOrEqual(80);
});

test('as JSON it has both trials, all fields and the counts', async () => {
  const context = fakeContext();
  await seedRuns(context.cwd, [
    { params: SLOW, point: 0, accuracy: 0.8, right: (k) => k < 40 },
    { params: FAST, point: 1, accuracy: 0.78, right: (k) => k < 39 },
  ]);
  const { stdout } = await thaw('compare 1 2 --format json', context);
  expect(JSON.parse(stdout)).toMatchObject({
    metric: 'val_accuracy',
    goal: 'maximize',
    trials: [{ trial: 1, sweep: 1, epoch: 0, curve: [0.8] }, { trial: 2 }],
    different: [{ field: 'learning_rate', values: [0.1, 0.2] }],
    equal: { batch_size: 32 },
    test: { images: 50, both_right: 39, only: [1, 0], both_wrong: 10, p: expect.closeTo(0.5, 9) },
    untested: null,
    runs: null,
  });
});

test('a difference that does not tell is called that, with the images it would take', async () => {
  const context = fakeContext();
  await seedRuns(context.cwd, [
    { params: SLOW, point: 0, accuracy: 0.8, right: (k) => k < 40 },
    { params: FAST, point: 1, accuracy: 0.76, right: (k) => k < 36 || k > 47 },
  ]);
  const { stdout } = await thaw('compare 1 2', context);
  expect(stdout).toContain('They cannot be told apart (4.0 +- ');
  expect(stdout.replaceAll('\n', ' ')).toMatch(/would take about \d+ images to show/);
});

test('over repeats that both points have, their runs are compared, too', async () => {
  const context = fakeContext();
  await seedRuns(context.cwd, [
    ...[0.8, 0.82, 0.81].map((accuracy, replicate) => ({
      ...{ params: SLOW, point: 0, replicate, accuracy },
    })),
    ...[0.7, 0.73, 0.71].map((accuracy, replicate) => ({
      ...{ params: FAST, point: 1, replicate, accuracy },
    })),
  ]);
  const { stdout } = await thaw('compare 4 1', context);
  expect(stdout.replaceAll('\n', ' ')).toContain(
    "Trial 1's point beats trial 4's by 9.7 +- 1.4 points over 3 runs of each with the same draws.",
  );
  expect(stdout.replaceAll('\n', ' ')).toContain('Which images trial 4 had right was not kept');
});

test('trials of sweeps over other images are laid side by side, but not tested', async () => {
  const context = fakeContext();
  const run = { params: SLOW, point: 0, accuracy: 0.8, right: (k: number) => k < 40 };
  await seedRuns(context.cwd, [run]);
  await seedRuns(context.cwd, [{ ...run, params: FAST }], { seed: 8 });
  const { stdout } = await thaw('compare 1 2', context);
  expect(stdout).toContain('trial 2 (sweep 2)');
  expect(stdout.replaceAll('\n', ' ')).toContain('They were not validated on the same images');
});

test('of equal images trials of two sweeps are tested', async () => {
  const context = fakeContext();
  const run = { params: SLOW, point: 0, accuracy: 0.8, right: (k: number) => k < 40 };
  await seedRuns(context.cwd, [run]);
  await seedRuns(context.cwd, [{ ...run, params: FAST, right: (k) => k < 20 }]);
  const { stdout } = await thaw('compare 1 2', context);
  expect(stdout).toContain('Trial 1 is right more often than trial 2');
});

test.each([
  ['compare 1 1', 'Trial 1 is named twice: name two trials to compare.'],
  ['compare 1 99', 'There is no trial 99.'],
  ['compare 1 best', 'A trial is named by its number'],
])('%s is refused', async (line, message) => {
  const context = fakeContext();
  await seedRuns(context.cwd, [{ params: SLOW, point: 0, accuracy: 0.8 }]);
  const { stderr, code } = await thaw(line, context);
  expect(code).toBe(2);
  expect(stderr).toContain(message);
});

test('a trial that has reported nothing is said to have', async () => {
  const context = fakeContext();
  await seedResults(context.cwd);
  const { stdout, code } = await thaw('compare 1 4', context);
  expect(code).toBe(0);
  expect(stdout.replaceAll('\n', ' ')).toContain('Trial 4 has reported no epoch (it is failed).');
});
