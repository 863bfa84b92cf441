import { expect, test } from 'vitest';
import type { MetricName } from '../../src/core/metric.js';
import { drawInt, rngFor } from '../../src/core/random.js';
import type { Params } from '../../src/core/space.js';
import type { SweepSpec } from '../../src/core/sweep.js';
import { readLeaderboard } from '../../src/results/leaderboard.js';
import { judgeBoard } from '../../src/results/statistics/judge-board.js';
import { openStore } from '../../src/store/sqlite/sqlite-store.js';
import { fakeReport, fakeSpec, newTrials, PROVENANCE } from '../fakes/specs.js';

interface Ran {
  readonly point: number;
  readonly replicate?: number;
  readonly params?: Params;
  /** One epoch's right answers, or the accuracy alone. */
  readonly right: readonly boolean[] | number;
  readonly state?: 'finished' | 'stopped';
}

/** The board of a sweep in which these trials ran. */
async function boardOf(
  ran: readonly Ran[],
  {
    metric,
    apart,
    spec = {},
  }: { metric?: MetricName; apart?: boolean; spec?: Partial<SweepSpec> } = {},
) {
  const store = openStore(':memory:');
  const sweepId = await store.queue.createSweep({ spec: fakeSpec(spec), file: '/f', source: '' });
  const trials = await store.queue.add(
    sweepId,
    newTrials(ran.map(({ params = {} }) => params)).map((trial, t) => {
      return { ...trial, point: ran[t]!.point, replicate: ran[t]!.replicate ?? 0 };
    }),
  );
  await store.queue.take(
    trials.map(({ id }) => id),
    PROVENANCE,
  );
  for (const [t, { right, state = 'finished' }] of ran.entries()) {
    const trialId = trials[t]!.id;
    const isKnown = typeof right !== 'number';
    const value = isKnown ? right.filter(Boolean).length / right.length : right;
    const report = fakeReport(0, value, isKnown ? { rights: packed(right) } : {});
    await store.log.report([{ trialId, report }]);
    await store.queue.end([{ trialId, state }]);
  }
  return judgeBoard(store, await readLeaderboard(store, { rule: 'best', metric }), apart);
}

function packed(right: readonly boolean[]): Uint8Array {
  const bytes = new Uint8Array(Math.ceil(right.length / 8));
  for (const [k, isRight] of right.entries()) if (isRight) bytes[k >> 3]! |= 1 << (k & 7);
  return bytes;
}

/** 1,000 answers, `right` of them right, of which some differ from those of another key. */
function answers(right: number, key: string, flips = 20): readonly boolean[] {
  const all = Array.from({ length: 1000 }, (_, k) => k < right);
  const rng = rngFor('answers', key);
  for (let i = 0; i < flips; i += 1) {
    const [a, b] = [drawInt(rng, right), right + drawInt(rng, 1000 - right)];
    if (all[a] && !all[b]) [all[a], all[b]] = [false, true];
  }
  return all;
}

test('recipes that cannot be told from the best share its rank, others keep their place', async () => {
  const { rows, judgment } = await boardOf([
    { point: 0, right: answers(700, 'c') },
    { point: 1, right: answers(804, 'a') },
    { point: 2, right: answers(800, 'b') },
  ]);
  expect(rows.map(({ trial, rank, tied }) => [trial, rank, tied])).toEqual([
    [2, 1, true],
    [3, 1, true],
    [1, 3, false],
  ]);
  expect(rows[2]!.p).toBeLessThan(1e-6);
  expect(judgment).toMatchObject({ by: 'images', images: 1000, compared: 3, tied: 2 });
  // Two runs more of each, at 2 s each.
  expect(judgment!.repeats).toEqual({ top: 2, n: 3, seconds: 8 });
  expect(judgment!.bias).toBeGreaterThan(0);
  expect(judgment!.bias).toBeLessThan(0.01);
});

test('a best that is better than each other is best without a caveat', async () => {
  const { rows, judgment } = await boardOf([
    { point: 0, right: answers(800, 'a') },
    { point: 1, right: answers(700, 'b') },
  ]);
  expect(rows.map(({ rank, tied }) => [rank, tied])).toEqual([
    [1, true],
    [2, false],
  ]);
  expect(judgment).toMatchObject({ tied: 1, repeats: null, bias: 0 });
});

test('paired by image, differences show that the accuracies alone do not', async () => {
  const pair = [
    { point: 0, right: answers(800, 'a', 0) },
    { point: 1, right: answers(780, 'a', 0) },
  ];
  const paired = await boardOf(pair);
  expect(paired.rows.map(({ rank }) => rank)).toEqual([1, 2]);
  const alone = await boardOf(
    pair.map(({ point, right }) => ({ point, right: right.filter(Boolean).length / 1000 })),
    { spec: { data: { source: 'cifar10', train: 100, val: 1000, decodeSize: 32 } } },
  );
  expect(alone.rows.map(({ rank }) => rank)).toEqual([1, 1]);
  expect(alone.judgment).toMatchObject({ by: 'accuracies', images: 1000, bias: null });
});

test('trials of before right answers were kept, and damaged ones, are compared by their accuracies', async () => {
  const { rows, judgment } = await boardOf([
    { point: 0, right: answers(800, 'a', 0) },
    { point: 1, right: answers(780, 'a', 0) },
    { point: 2, right: 0.78 },
  ]);
  expect(rows.map(({ trial, rank }) => [trial, rank])).toEqual([
    [1, 1],
    [2, 2],
    [3, 1],
  ]);
  expect(judgment).toMatchObject({ by: 'accuracies', images: 1000, bias: null });
});

test('runs of one point are one row, with their mean and an interval that knows of runs', async () => {
  const ran = [0, 1, 2].flatMap((replicate) => [
    { point: 0, replicate, right: answers(800 + 10 * replicate, `a${replicate}`) },
    { point: 1, replicate, right: answers(790 - 8 * replicate, `b${replicate}`) },
  ]);
  const { rows, judgment } = await boardOf(ran);
  expect(rows.map(({ n, value }) => [n, value])).toEqual([
    [3, expect.closeTo(0.81, 10)],
    [3, expect.closeTo(0.782, 10)],
  ]);
  expect(rows[0]).toMatchObject({ trial: 5, trials: [5, 3, 1], seconds: 6 });
  expect(judgment).toMatchObject({ by: 'images and runs' });
  const apart = await boardOf(ran, { apart: true });
  expect(apart.rows.map(({ trial, n }) => [trial, n])).toEqual(
    [5, 3, 1, 2, 4, 6].map((trial) => [trial, 1]),
  );
});

test('points that differ in their replicate alone are runs of one recipe, one told twice is one', async () => {
  const { rows } = await boardOf(
    [0, 1, 1].map((replicate, point) => ({
      point,
      params: { replicate, learning_rate: 0.1 },
      right: answers(800 + point, String(replicate)),
    })),
  );
  expect(rows).toMatchObject([{ n: 2, trials: [3, 2, 1], params: { learning_rate: 0.1 } }]);
  expect(rows[0]!.params).not.toHaveProperty('replicate');
});

test('where only the best were repeated, a mean is not beaten by one lucky run', async () => {
  const { rows } = await boardOf([
    { point: 0, right: answers(801, 'x') },
    { point: 1, right: answers(803, 'a') },
    { point: 1, replicate: 1, right: answers(795, 'b') },
  ]);
  expect(rows.map(({ n, value }) => [n, value])).toEqual([
    [2, expect.closeTo(0.799, 10)],
    [1, 0.801],
  ]);
});

test('a loss is judged by repeats alone, and not without them', async () => {
  const once = [
    { point: 0, right: answers(800, 'a') },
    { point: 1, right: answers(700, 'b') },
  ];
  const single = await boardOf(once, { metric: 'val_loss' });
  expect(single.judgment).toMatchObject({ by: null, tied: 0, images: null });
  expect(single.rows).toMatchObject([
    { rank: 1, tied: null, interval: null },
    { rank: 2, tied: null },
  ]);
  const again = once.map((each) => ({ ...each, replicate: 1, right: answers(790, 'c') }));
  const repeated = await boardOf([...once, ...again], { metric: 'val_loss' });
  expect(repeated.judgment).toMatchObject({ by: 'runs' });
  expect(repeated.rows[0]!.interval!.low).toBeLessThan(repeated.rows[0]!.value!);
});

test('what was stopped has no place, no interval and no part in the comparison', async () => {
  const { rows, judgment } = await boardOf([
    { point: 0, right: answers(900, 'a'), state: 'stopped' },
    { point: 1, right: answers(700, 'b') },
  ]);
  expect(rows.map(({ rank, state, n }) => [rank, state, n])).toEqual([
    [1, 'finished', 1],
    [null, 'stopped', 0],
  ]);
  expect(judgment).toBeNull();
});
