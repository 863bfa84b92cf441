import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Recipe } from '../../src/core/recipe.js';
import type { SearchSpace } from '../../src/core/space.js';
import { NO_BUDGET, type SweepSpec } from '../../src/core/sweep.js';
import type { Verdict } from '../../src/core/verdict.js';
import { byNumber } from '../../src/search/by-number.js';
import { createPruner } from '../../src/search/create-pruner.js';
import type { Curves } from '../../src/search/curves.js';
import type { Curve, Pruner } from '../../src/search/pruner.js';
import type { Sampler } from '../../src/search/sampler.js';
import type { AttemptRow, Store } from '../../src/store/port.js';
import { openStore } from '../../src/store/sqlite/sqlite-store.js';
import { fateOf } from '../../src/sweep/deaths/fate-of.js';
import { folderFiles } from '../../src/sweep/files/folder-files.js';
import { createRoster } from '../../src/sweep/roster.js';
import { runSweep } from '../../src/sweep/run-sweep.js';
import { createSupply } from '../../src/sweep/supply.js';
import type { SweepParts } from '../../src/sweep/sweep-parts.js';
import { createFakeRunner } from '../fakes/fake-runner.js';
import { listSampler, rates } from '../fakes/fake-sampler.js';
import {
  alone,
  fakeRecipe,
  fakeReport,
  fakeSpec,
  newTrials,
  PROVENANCE,
  together,
} from '../fakes/specs.js';

/** Stops the trials that meet a condition, seen beside all curves of the sweep. */
function stopping(condition: (trial: Curve, curves: Curves) => boolean): Pruner {
  return {
    judge: (rung, curves) =>
      rung.map((trial) =>
        condition(trial, curves)
          ? { action: 'stop', reason: `trial ${trial.number} is told to stop` }
          : { action: 'continue' },
      ),
  };
}
const never = stopping(() => false);

/** The space of a grid over so many points. */
const points = (count: number): SearchSpace => ({
  learning_rate: { kind: 'int_uniform', low: 1, high: count },
});

let folder: string;
let store: Store;

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'thaw-sweep-'));
  store = openStore(':memory:');
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

async function prepare(
  spec: Partial<SweepSpec> = {},
  change: Partial<SweepParts> = {},
): Promise<SweepParts> {
  const resolved = fakeSpec(spec);
  return {
    store,
    sweepId: await store.queue.createSweep({ spec: resolved, file: '', source: '' }),
    spec: resolved,
    sampler: listSampler(rates(6)),
    pruner: never,
    runner: createFakeRunner({
      accuracy: (recipe, epoch) => recipe.pace.learningRate + epoch / 100,
    }),
    provenance: PROVENANCE,
    recipeFor: fakeRecipe,
    files: folderFiles({ folder, checkpointPath: (trialId) => join(folder, `${trialId}`) }),
    snapshots: null,
    queue: alone(),
    backward: 3,
    signal: new AbortController().signal,
    ...change,
  };
}

const states = async (sweepId: number) =>
  (await store.readings.trials(sweepId)).map(({ state }) => state);

test('runs every trial once, in order, and says so', async () => {
  const runner = createFakeRunner({ accuracy: () => 0.5 });
  const parts = await prepare({}, { runner });
  expect(await runSweep(parts)).toEqual({
    state: 'finished',
    message: 'all 6 trials ended',
    counts: { queued: 0, running: 0, finished: 6, stopped: 0, diverged: 0, failed: 0 },
    remaining: 0,
    equal: 0,
    work: { trunk: 6, trunkAlone: 6, trained: 6, trainedAlone: 6 },
  });
  expect(runner.started).toEqual((await store.readings.trials(parts.sweepId)).map(({ id }) => id));
  expect((await store.readings.sweep(parts.sweepId))?.state).toBe('finished');
  expect(await store.log.events(parts.sweepId)).toMatchObject([
    { trialId: null, kind: 'finished' },
  ]);
});

test('stores every row before the first trial runs', async () => {
  const parts = await prepare();
  const rows: number[] = [];
  const counted: Promise<unknown>[] = [];
  const count = async () => rows.push((await store.readings.trials(parts.sweepId)).length);
  const observer = { onTrialStart: () => counted.push(count()) };
  await runSweep({ ...parts, observer });
  await Promise.all(counted);
  expect(rows[0]).toBe(6);
});

test('asks a sampler that looks for eight trials at a time, with all that has ended', async () => {
  const asked: unknown[] = [];
  const sampler: Sampler = {
    suggest({ first, count, study }) {
      const ended = study.trials.filter(({ state }) => state === 'finished');
      asked.push({ first, count, ended: ended.length });
      return rates(20).slice(first, first + count);
    },
  };
  const given = await prepare();
  const roster = createRoster([], fakeSpec());
  const weigh = () => ({ group: '', price: null });
  const none = new Set<number>();
  const promoted = async () => [];
  const supply = createSupply({
    ...{ ...given, roster, sampler, looks: true, weigh, withheld: none, apart: none, promoted },
  });
  for (;;) {
    const next = await supply.next(0);
    if (!next) break;
    for (const { id } of next.trials) roster.end(id, 'finished');
  }
  expect(asked).toEqual([0, 8, 16].map((ended) => ({ first: ended, count: 8, ended })));
});

test('a signal that comes as the last trial ends cuts nothing off: networks are written', async () => {
  const stop = new AbortController();
  let finished = 0;
  const finish = async () => {
    finished += 1;
    return null;
  };
  const parts = await prepare({ runCap: 4 }, { finish, signal: stop.signal });
  let ended = 0;
  const observer = {
    onTrialEnd() {
      ended += 1;
      if (ended === 4) stop.abort();
    },
  };
  const result = await runSweep({ ...parts, observer });
  expect(result).toMatchObject({ state: 'finished', remaining: 0 });
  expect(result.reason).toBeUndefined();
  expect(finished).toBe(1);
});

test('counts are totals: a run_cap of 4 with 3 done runs 1', async () => {
  const parts = await prepare({ runCap: 4 });
  const stop = new AbortController();
  let ended = 0;
  const observer = {
    onTrialEnd() {
      ended += 1;
      if (ended === 3) stop.abort();
    },
  };
  expect(await runSweep({ ...parts, signal: stop.signal, observer })).toMatchObject({
    state: 'interrupted',
    reason: 'signal',
    remaining: 1,
  });
  const runner = createFakeRunner({ accuracy: () => 0.5 });
  expect(await runSweep({ ...parts, runner })).toMatchObject({ state: 'finished', remaining: 0 });
  expect(runner.started).toHaveLength(1);
  expect(await store.readings.trials(parts.sweepId)).toHaveLength(4);
});

test('rows that an earlier version laid down all run, even if the space has fewer points', async () => {
  const parts = await prepare({ runCap: 5 }, { sampler: listSampler(rates(2)) });
  const repeated = [0, 1, 0, 0, 1].map((place) => rates(2)[place]!);
  await store.queue.add(parts.sweepId, newTrials(repeated));
  expect(await runSweep(parts)).toMatchObject({ state: 'finished', remaining: 0 });
  expect(await states(parts.sweepId)).toEqual(Array(5).fill('finished'));
});

test('a sampler that ends before its size ends the sweep', async () => {
  const result = await runSweep(await prepare({}, { sampler: listSampler(rates(3)) }));
  expect(result).toMatchObject({ state: 'finished', remaining: 0 });
});

test('refills a lane as soon as it is free', async () => {
  let release: () => void = () => {};
  const slow = new Promise<void>((resolve) => {
    release = resolve;
  });
  const ended: number[] = [];
  const parts = await prepare({}, { queue: alone(2) });
  const runner = createFakeRunner({
    accuracy: () => 0.5,
    beforeEpoch: (trialId) => (trialId === 1 ? slow : undefined),
  });
  const observer = {
    onTrialEnd(trial: { number: number }) {
      ended.push(trial.number);
      if (ended.length === 5) release();
    },
  };
  await runSweep({ ...parts, runner, observer });
  expect(ended).toEqual([1, 2, 3, 4, 5, 0]);
  expect(runner.peak()).toBe(2);
});

test('lanes begin with a trunk each, not all with the first', async () => {
  const runner = createFakeRunner({ accuracy: () => 0.5 });
  const sampler = listSampler(
    Array.from({ length: 8 }, (_, number) => ({
      learning_rate: (number + 1) / 10,
      augmentation: number < 4 ? 'none' : 'flip',
    })),
  );
  const parts = await prepare({ space: points(8) }, { runner, sampler, queue: alone(2) });
  await runSweep(parts);
  expect(runner.started.slice(0, 4).toSorted()).toEqual([1, 2, 5, 6]);
});

test('a failed trial is a row, and the sweep goes on', async () => {
  const runner = createFakeRunner({
    accuracy: () => 0.5,
    failure: (recipe) => (recipe.pace.learningRate === 0.2 ? 'boom' : undefined),
  });
  const parts = await prepare({}, { runner });
  expect(await runSweep(parts)).toMatchObject({ state: 'finished', counts: { failed: 1 } });
  expect((await states(parts.sweepId))[1]).toBe('failed');
  const [, second] = await store.readings.trials(parts.sweepId);
  expect((await store.readings.attempts(second!.id))[0]?.error?.message).toBe('boom');
  expect(await store.log.events(parts.sweepId, { trialId: second!.id })).toMatchObject([
    { kind: 'failed', message: 'boom' },
  ]);
});

test('params without a recipe fail their trial alone', async () => {
  const recipeFor: SweepParts['recipeFor'] = (params) => {
    if (params.learning_rate === 0.2) throw new Error('no such rate');
    return fakeRecipe(params);
  };
  expect(await runSweep(await prepare({}, { recipeFor }))).toMatchObject({
    counts: { failed: 1, finished: 5 },
  });
});

test('a stored recipe that nothing can be trained by fails its trial alone, with why', async () => {
  const recipeFault: SweepParts['recipeFault'] = ({ pace }) =>
    pace.learningRate === 0.2 ? 'its rate is 0.2' : null;
  const parts = await prepare({}, { recipeFault });
  expect(await runSweep(parts)).toMatchObject({ counts: { failed: 1, finished: 5 } });
  const failure = await store.readings.firstFailure(parts.sweepId);
  expect(failure?.message).toBe(
    'its recipe is damaged, or of another version of Thaw: its rate is 0.2',
  );
});

test('a trial trains with the recipe that it was laid down with, whatever is resolved today', async () => {
  const runner = createFakeRunner({ accuracy: (recipe) => recipe.pace.learningRate });
  const today: SweepParts['recipeFor'] = (params) =>
    fakeRecipe({ ...params, learning_rate: 0.9, epochs: 3 });
  const parts = await prepare({}, { runner, sampler: listSampler(rates(1)), recipeFor: today });
  const stored = fakeRecipe({ learning_rate: 0.1, epochs: 1 });
  const laid = { point: 0, replicate: 0, params: {}, version: '0.0.0', seen: null };
  await store.queue.add(parts.sweepId, [{ ...laid, number: 0, recipe: stored }]);
  await runSweep(parts);
  const [trial] = await store.readings.trials(parts.sweepId);
  expect(trial?.recipe).toEqual(stored);
  expect(trial?.reports.map(({ metrics }) => metrics.val_accuracy)).toEqual([0.1]);
});

test('a trial that was laid down without a recipe gets none later', async () => {
  const parts = await prepare({}, { sampler: listSampler(rates(1)) });
  const laid = { point: 0, replicate: 0, params: { learning_rate: 0.1 }, version: '0', seen: null };
  await store.queue.add(parts.sweepId, [{ ...laid, number: 0, recipe: null }]);
  expect(await runSweep(parts)).toMatchObject({ counts: { failed: 1 } });
  const [trial] = await store.readings.trials(parts.sweepId);
  expect((await store.readings.attempts(trial!.id))[0]?.error?.message).toMatch(
    /made no recipe when it was laid down/,
  );
});

test('a sweep whose trials all failed has failed', async () => {
  const runner = createFakeRunner({ accuracy: () => 0.5, failure: () => 'boom' });
  const parts = await prepare({}, { runner, sampler: listSampler(rates(3)) });
  expect(await runSweep(parts)).toMatchObject({ state: 'failed', message: 'all 3 trials failed' });
  expect((await store.readings.sweep(parts.sweepId))?.state).toBe('failed');
});

test('stops after five failures from the start, and leaves the rest queued', async () => {
  const runner = createFakeRunner({ accuracy: () => 0.5, failure: () => 'disk full' });
  const parts = await prepare({ space: points(50) }, { runner, sampler: listSampler(rates(50)) });
  const result = await runSweep(parts);
  expect(result).toMatchObject({ state: 'failed', reason: 'failures', remaining: 45 });
  expect(result.message).toContain('the first 5 trials of this run all failed');
  expect(runner.started).toHaveLength(5);
});

test('goes on through any number of failures once one trial has ended otherwise', async () => {
  const runner = createFakeRunner({
    accuracy: () => 0.5,
    failure: (recipe) => (recipe.pace.learningRate > 0.1 ? 'boom' : undefined),
  });
  const parts = await prepare({ space: points(20) }, { runner, sampler: listSampler(rates(20)) });
  expect(await runSweep(parts)).toMatchObject({ counts: { failed: 19, finished: 1 } });
});

test('stops what a pruner condemns, and stores what the decision rests on', async () => {
  const pruner = stopping(
    ({ losses }, curves) => losses.length === 2 && curves.at(2).losses.at(0) < losses[1]!,
  );
  const accuracy = ({ pace }: Recipe) => 1 - pace.learningRate;
  const parts = await prepare({}, { pruner, runner: createFakeRunner({ accuracy }) });
  expect(await runSweep(parts)).toMatchObject({ counts: { finished: 1, stopped: 5 } });
  const [, second] = await store.readings.trials(parts.sweepId);
  expect(second?.reports).toHaveLength(2);
  expect((await store.readings.attempts(second!.id))[0]?.error).toEqual({
    code: 'E_PRUNED',
    message: 'pruned after epoch 1: trial 1 is told to stop',
  });
});

test('shows a pruner losses, whatever the goal, and no number as the worst', async () => {
  const seen: (readonly number[])[] = [];
  const pruner = stopping(({ losses }) => {
    seen.push(losses);
    return false;
  });
  const metric = { name: 'val_accuracy', goal: 'maximize' } as const;
  const sampler = listSampler(rates(1));
  await runSweep(await prepare({ metric }, { pruner, sampler }));
  await runSweep(
    await prepare({ metric: { name: 'val_loss', goal: 'minimize' } }, { pruner, sampler }),
  );
  expect(seen).toEqual([[-0.1], [-0.1, -0.11], [1.9], [1.9, 1.89]]);
});

test('runs of a point that is significantly worse are stopped before they begin', async () => {
  const parts = await prepare(
    { repeats: { n: 7, top: null }, earlyTerminate: { type: 'wilcoxon' } },
    {
      sampler: listSampler(rates(2).toReversed()),
      pruner: createPruner({ type: 'wilcoxon' }, fakeSpec().metric),
    },
  );
  await runSweep(parts);
  const trials = await store.readings.trials(parts.sweepId);
  const ofPoint = (point: number) =>
    trials
      .filter((trial) => trial.point === point)
      .map(({ state, reports }) => [state, reports.length]);
  expect(ofPoint(0)).toEqual(Array(7).fill(['finished', 3]));
  expect(ofPoint(1)).toEqual([
    ...Array(3).fill(['finished', 3]),
    // Four runs tell: one after its first epoch, the others before theirs.
    ['stopped', 1],
    ...Array(3).fill(['stopped', 0]),
  ]);
  const [{ error }] = (await store.readings.attempts(trials.at(-1)!.id)) as [AttemptRow];
  expect(error!.message).toMatch(/^pruned before it began: the best point has val_accuracy 0\.2/);
});

test('a paused trial gives way to others, starts over after them, and is not paused there again', async () => {
  const pruner: Pruner = {
    judge: (rung) =>
      rung.map(({ number, losses }) =>
        number < 2 && losses.length === 2
          ? { action: 'pause', reason: 'others first' }
          : { action: 'continue' },
      ),
  };
  const runner = createFakeRunner({ accuracy: () => 0.5 });
  const parts = await prepare({}, { pruner, runner });
  expect(await runSweep(parts)).toMatchObject({ counts: { finished: 6 } });
  expect(runner.started).toEqual([1, 2, 3, 4, 5, 6, 1, 2]);
  expect(await store.readings.attempts(1)).toMatchObject([
    { state: 'interrupted', error: { message: 'paused after epoch 1: others first' } },
    { state: 'finished', error: null },
  ]);
});

test('a trial that runs alone, since a process died under it, may be paused like any other', async () => {
  const pruner: Pruner = {
    judge: (rung) =>
      rung.map(({ number, losses }) =>
        number === 0 && losses.length === 1
          ? { action: 'pause', reason: 'others first' }
          : { action: 'continue' },
      ),
  };
  const parts = await prepare({}, { pruner });
  const [trial] = await store.queue.add(parts.sweepId, newTrials(rates(1)));
  await store.queue.take([trial!.id], PROVENANCE);
  expect(await runSweep(parts)).toMatchObject({ state: 'finished', counts: { finished: 6 } });
});

test('trials end alike whatever their order in the cohort is', async () => {
  const heights = [5, 1, 4, 2, 9, 7, 3, 8, 6];
  const earlyTerminate = { type: 'hyperband', min_iter: 1, eta: 3 };
  const endings = async (order: readonly number[]) => {
    const points = order.map((height) => ({ learning_rate: height / 10, epochs: 9 }));
    const parts = await prepare(
      { space: SPACE_OF_NINE },
      {
        sampler: listSampler(points),
        pruner: createPruner(earlyTerminate, fakeSpec().metric),
        queue: together(),
        runner: createFakeRunner({ accuracy: ({ pace }) => pace.learningRate }),
      },
    );
    await runSweep(parts);
    const trials = await store.readings.trials(parts.sweepId);
    return new Map(
      trials
        .map(
          ({ params, state, reports }) => [params.learning_rate, [state, reports.length]] as const,
        )
        .sort(([a], [b]) => Number(a) - Number(b)),
    );
  };
  const ascending = await endings(heights.toSorted((a, b) => a - b));
  expect(await endings(heights.toSorted((a, b) => b - a))).toEqual(ascending);
  expect(await endings(heights)).toEqual(ascending);
  expect(ascending.get(0.9)).toEqual(['finished', 9]);
  expect(ascending.get(0.1)).toEqual(['stopped', 1]);
});

const SPACE_OF_NINE = points(9);

test('a pruner has no say after the last epoch', async () => {
  const pruner = stopping(({ losses }) => losses.length === 3);
  expect(await runSweep(await prepare({}, { pruner }))).toMatchObject({ counts: { finished: 6 } });
});

test('an interrupted trial is queued again and starts from its beginning', async () => {
  const stop = new AbortController();
  const parts = await prepare({}, { signal: stop.signal });
  let reports = 0;
  const observer = {
    onReport() {
      reports += 1;
      if (reports === 5) stop.abort();
    },
  };
  await runSweep({ ...parts, observer });
  expect((await states(parts.sweepId)).slice(0, 3)).toEqual(['finished', 'queued', 'queued']);
  expect((await store.readings.sweep(parts.sweepId))?.state).toBe('interrupted');

  const signal = new AbortController().signal;
  const runner = createFakeRunner({ accuracy: () => 0.5 });
  await runSweep({ ...parts, signal, runner });
  expect(runner.started).toEqual([2, 3, 4, 5, 6]);
  expect((await store.readings.attempts(2)).map(({ state }) => state)).toEqual([
    'interrupted',
    'finished',
  ]);
  expect((await store.readings.trial(2))?.reports).toHaveLength(3);
});

test('when the budget ends, running trials are stopped and the rest stays queued', async () => {
  const forever = createFakeRunner({
    accuracy: () => 0.5,
    beforeEpoch: (trialId) =>
      trialId < 3 ? undefined : new Promise((resolve) => setTimeout(resolve, 400)),
  });
  const parts = await prepare({ budget: { ...NO_BUDGET, wallMs: 200 } }, { runner: forever });
  const result = await runSweep(parts);
  expect(result).toMatchObject({ state: 'interrupted', reason: 'budget', remaining: 3 });
  expect(result.message).toBe('budget.wall is used up: 3 of its trials ended, 3 remain queued');
  expect(await states(parts.sweepId)).toEqual([
    'finished',
    'finished',
    'stopped',
    'queued',
    'queued',
    'queued',
  ]);
  expect((await store.readings.attempts(3))[0]?.error?.message).toContain('budget.wall of 200ms');
});

test('when the budget ends, running trials may finish, and no other starts', async () => {
  const slow = createFakeRunner({
    accuracy: () => 0.5,
    beforeEpoch: () => new Promise((resolve) => setTimeout(resolve, 60)),
  });
  const budget = { ...NO_BUDGET, wallMs: 100, onWall: 'finish' } as const;
  const result = await runSweep(await prepare({ budget }, { runner: slow }));
  expect(result).toMatchObject({ reason: 'budget', remaining: 5, counts: { finished: 1 } });
});

test.each(['stop', 'finish'] as const)(
  'when its files take too much, the sweep ends, and running trials %s',
  async (onDisk) => {
    const budget = { ...NO_BUDGET, diskBytes: 5e6, onDisk } as const;
    let used = 1e6;
    const parts = await prepare({ budget }, { diskUsed: () => used });
    expect(await runSweep(parts)).toMatchObject({ state: 'finished' });
    used = 6e6;
    const full = await prepare({ budget }, { diskUsed: () => used });
    const result = await runSweep(full);
    expect(result).toMatchObject({ state: 'interrupted', reason: 'disk', remaining: 6 });
    expect(result.message).toBe(
      'budget.disk is used up (6.0 MB of 5.0 MB): 0 of its trials ended, 6 remain queued',
    );
  },
);

test('trials under which processes died three times at one step run apart, after all others', async () => {
  const parts = await prepare({}, { queue: alone(3) });
  const [first, second] = await store.queue.add(parts.sweepId, newTrials(rates(6)));
  const together = [first!.id, second!.id];
  for (const cohort of ['a', 'b']) {
    await store.queue.take(together, PROVENANCE, undefined, { cohort });
    await store.queue.recover(parts.sweepId, (death) => fateOf(death, '0.3'));
  }
  await store.queue.take(together, PROVENANCE, undefined, { cohort: 'c' });
  writeFileSync(join(folder, 'cohort-c.place'), '0.3');

  const active = new Set<number>();
  const beside = new Map<number, number>();
  const runner = createFakeRunner({
    accuracy: () => 0.5,
    beforeEpoch(trialId) {
      beside.set(trialId, Math.max(beside.get(trialId) ?? 0, active.size));
    },
  });
  let recovered: unknown;
  await runSweep({
    ...parts,
    runner,
    observer: {
      onSweepStart(start) {
        recovered = start;
      },
      onTrialStart: ({ id }) => active.add(id),
      onTrialEnd: ({ id }) => active.delete(id),
    },
  });
  expect(recovered).toEqual({ total: 6, ended: 0, recovered: { requeued: 2, failed: 0 } });
  expect(runner.started.slice(4)).toEqual([first!.id, second!.id]);
  expect(beside.get(first!.id)).toBe(1);
  expect(beside.get(second!.id)).toBe(1);
});

test('trains trials of one trunk together, numbers as suggested', async () => {
  const points = ['a', 'b', 'a', 'b', 'a'].map((augmentation, number) => {
    return { augmentation, learning_rate: (number + 1) / 10 };
  });
  const runner = createFakeRunner({ accuracy: () => 0.5 });
  const parts = await prepare({}, { runner, queue: together(), sampler: listSampler(points) });
  const { work } = await runSweep(parts);
  expect(runner.cohorts).toEqual([
    [1, 3, 5],
    [2, 4],
  ]);
  expect(work).toEqual({ trunk: 2, trunkAlone: 5, trained: 2, trainedAlone: 5 });
});

test('what goes wrong in company is tried again alone, and only alone fails', async () => {
  const runner = createFakeRunner({
    accuracy: () => 0.5,
    failure: ({ pace: { learningRate } }) => (learningRate === 0.2 ? 'boom' : undefined),
  });
  const parts = await prepare({}, { runner, queue: together() });
  expect(await runSweep(parts)).toMatchObject({ counts: { failed: 1, finished: 5 } });
  expect(runner.cohorts).toEqual([[1, 2, 3, 4, 5, 6], [2]]);
  expect(await store.readings.attempts(2)).toMatchObject([
    { state: 'interrupted', error: { message: 'boom' } },
    { state: 'failed', error: { message: 'boom' } },
  ]);
});

test('a pruned trial leaves its cohort, and the others go on', async () => {
  const pruner = stopping(({ number, losses }) => number > 2 && losses.length === 2);
  const parts = await prepare({}, { pruner, queue: together() });
  expect(await runSweep(parts)).toMatchObject({ counts: { finished: 3, stopped: 3 } });
  expect((await store.readings.trials(1)).map(({ reports }) => reports.length)).toEqual([
    3, 3, 3, 2, 2, 2,
  ]);
});

test('runs trials of one trunk one after another, numbers as suggested', async () => {
  const points = ['a', 'b', 'a', 'b', 'a'].map((augmentation, number) => {
    return { augmentation, learning_rate: (number + 1) / 10 };
  });
  const runner = createFakeRunner({ accuracy: () => 0.5 });
  const parts = await prepare({}, { runner, sampler: listSampler(points) });
  await runSweep(parts);
  expect(runner.started).toEqual([1, 3, 5, 2, 4]);
  expect((await store.readings.trials(parts.sweepId)).map(({ params }) => params)).toEqual(points);
});

test('keeps the files of the best trials only', async () => {
  const order = [0.3, 0.5, 0.1, 0.6, 0.2, 0.4].map((learning_rate) => ({ learning_rate }));
  const parts = await prepare({ keep: 2 }, { sampler: listSampler(order) });
  const observer = {
    onTrialStart: ({ id }: { id: number }) => writeFileSync(parts.files.checkpoint(id), 'weights'),
  };
  await runSweep({ ...parts, observer });
  const kept = (await store.readings.trials(parts.sweepId)).filter(({ id }) =>
    existsSync(parts.files.checkpoint(id)),
  );
  expect(kept.map(({ number }) => number)).toEqual([1, 3]);
  const trials = await store.readings.trials(parts.sweepId);
  const epochs = trials.map(({ id }) => store.readings.checkpointEpoch(id));
  expect(await Promise.all(epochs)).toEqual([null, 0, null, 0, null, null]);
});

test('keeps the files of trials within bounds before those of better ones', async () => {
  const order = [0.6, 0.3, 0.5, 0.1].map((learning_rate) => ({ learning_rate }));
  const objectives = [{ name: 'val_accuracy', goal: 'maximize', max: 0.55 }] as const;
  const parts = await prepare({ keep: 2, objectives }, { sampler: listSampler(order) });
  const observer = {
    onTrialStart: ({ id }: { id: number }) => writeFileSync(parts.files.checkpoint(id), 'weights'),
  };
  await runSweep({ ...parts, observer });
  expect(await store.readings.withCheckpoint(parts.sweepId)).toEqual([2, 3]);
});

test('keeps the best trial even if an interrupted run left a row that promised its weights', async () => {
  const parts = await prepare({ keep: 1 }, { sampler: listSampler(rates(1)) });
  const [trial] = await store.queue.add(parts.sweepId, newTrials(rates(1)));
  await store.queue.take([trial!.id], PROVENANCE);
  // As a process that dies between the two leaves it: ended, and its weights not yet dropped.
  await store.queue.end([{ trialId: trial!.id, state: 'interrupted', checkpointEpoch: 1 }]);
  const observer = {
    onReport: () => writeFileSync(parts.files.checkpoint(trial!.id), 'weights'),
  };
  expect(await runSweep({ ...parts, observer })).toMatchObject({ state: 'finished' });
  expect(existsSync(parts.files.checkpoint(trial!.id))).toBe(true);
  expect(await store.readings.checkpointEpoch(trial!.id)).toBe(0);
});

test('drops what is not among the best, where a process died before it did, if nothing is left to train', async () => {
  const parts = await prepare({ keep: 1 }, { sampler: listSampler(rates(3)) });
  const trials = await store.queue.add(parts.sweepId, newTrials(rates(3)));
  for (const { id } of trials) {
    await store.queue.take([id], PROVENANCE);
    await store.log.report([{ trialId: id, report: fakeReport(0, id / 10) }]);
    writeFileSync(parts.files.checkpoint(id), 'weights');
    await store.queue.end([{ trialId: id, state: 'finished', checkpointEpoch: 0 }]);
  }
  await runSweep(parts);
  expect(await store.readings.withCheckpoint(parts.sweepId)).toEqual([trials[2]!.id]);
  expect(trials.map(({ id }) => existsSync(parts.files.checkpoint(id)))).toEqual([
    ...[false, false, true],
  ]);
});

test('deletes what failed and diverged trials wrote', async () => {
  const runner = createFakeRunner({
    accuracy: (recipe) => (recipe.pace.learningRate === 0.1 ? Number.NaN : 0.5),
    failure: (recipe) => (recipe.pace.learningRate === 0.2 ? 'boom' : undefined),
  });
  const parts = await prepare({ keep: 9 }, { runner, sampler: listSampler(rates(3)) });
  const observer = {
    onTrialStart: ({ id }: { id: number }) => writeFileSync(parts.files.checkpoint(id), 'weights'),
  };
  await runSweep({ ...parts, observer });
  const there = (await store.readings.trials(parts.sweepId)).map(({ id }) =>
    existsSync(parts.files.checkpoint(id)),
  );
  expect(there).toEqual([false, false, true]);
});

test('deletes what a trial left that took the process down twice at one place', async () => {
  const parts = await prepare({}, { sampler: listSampler(rates(1)) });
  const [trial] = await store.queue.add(parts.sweepId, newTrials([{ number: 0, params: {} }]));
  for (let crash = 0; crash < 2; crash += 1) {
    await store.queue.take([trial!.id], PROVENANCE, undefined, { cohort: '1-a' });
    writeFileSync(parts.files.checkpoint(trial!.id), 'weights');
    writeFileSync(join(folder, 'cohort-1-a.place'), '0.3+7');
    if (crash === 0) await store.queue.recover(parts.sweepId, (death) => fateOf(death, '0.3+7'));
  }
  expect(await runSweep(parts)).toMatchObject({
    state: 'failed',
    message: 'the only trial failed',
  });
  expect(existsSync(parts.files.checkpoint(trial!.id))).toBe(false);
});

test('lays down a huge grid in pieces', async () => {
  const stop = new AbortController();
  const sampler = byNumber((number) => ({ learning_rate: number }));
  const parts = await prepare({ space: points(1e9) }, { sampler, signal: stop.signal });
  const result = await runSweep({ ...parts, observer: { onTrialStart: () => stop.abort() } });
  expect(result).toMatchObject({ state: 'interrupted', remaining: 1e9 });
  expect(await store.readings.trials(parts.sweepId)).toHaveLength(10_000);
});

test('asks for no weights where none are kept', async () => {
  const asked: unknown[] = [];
  const inner = createFakeRunner({ accuracy: () => 0.5 });
  const runner: SweepParts['runner'] = {
    ...inner,
    run(cohort, events, signal) {
      asked.push(cohort.trials[0]?.checkpoint);
      return inner.run(cohort, events, signal);
    },
  };
  await runSweep(await prepare({ keep: 0 }, { runner, sampler: listSampler(rates(1)) }));
  expect(asked).toEqual([null]);
});

test('drops a report that comes after its trial ended, and says so', async () => {
  let late: ReadonlyMap<number, Verdict> | undefined;
  const inner = createFakeRunner({ accuracy: () => 0.5 });
  const runner: SweepParts['runner'] = {
    ...inner,
    async run(cohort, events, signal) {
      const outcomes = await inner.run(cohort, events, signal);
      if (cohort.trials[0]!.trialId === 1) {
        const [report] = (await store.readings.trial(1))!.reports;
        late = await events.epoch([{ trialId: 1, report: { ...report!, epoch: 9 } }]);
      }
      return outcomes;
    },
  };
  const parts = await prepare({}, { runner, sampler: listSampler(rates(2)) });
  await runSweep(parts);
  expect((await store.readings.trial(1))?.reports).toHaveLength(3);
  expect(await store.log.events(parts.sweepId, { trialId: 1 })).toMatchObject([
    { kind: 'late-report' },
  ]);
  expect(late).toEqual(new Map([[1, 'stop']]));
});

test('a broken runner ends the sweep, which can be resumed', async () => {
  const inner = createFakeRunner({ accuracy: () => 0.5 });
  const runner: SweepParts['runner'] = {
    ...inner,
    async run(cohort, events, signal) {
      if (cohort.trials[0]?.trialId === 3) throw new Error('pool gone');
      return inner.run(cohort, events, signal);
    },
  };
  const parts = await prepare({}, { runner, queue: alone(2) });
  await expect(runSweep(parts)).rejects.toThrow('pool gone');
  expect((await store.readings.sweep(parts.sweepId))?.state).toBe('interrupted');
  expect(await states(parts.sweepId)).not.toContain('running');
  expect(await runSweep({ ...parts, runner: inner })).toMatchObject({ state: 'finished' });
});

test('tells its observer each step of the way', async () => {
  const told: string[] = [];
  const parts = await prepare({ space: points(1) }, { sampler: listSampler(rates(1)) });
  await runSweep({
    ...parts,
    observer: {
      onSweepStart: ({ total, ended }) => told.push(`start ${ended}/${total}`),
      onTrialStart: ({ number, state }) => told.push(`trial ${number} ${state}`),
      onReport: (trial, { epoch }) => told.push(`epoch ${epoch}, ${trial.reports.length} reports`),
      onTrialEnd: ({ state }, outcome) => told.push(`end ${state} ${outcome.state}`),
    },
  });
  expect(told).toEqual([
    'start 0/1',
    'trial 0 running',
    'epoch 0, 1 reports',
    'epoch 1, 2 reports',
    'epoch 2, 3 reports',
    'end finished finished',
  ]);
});
