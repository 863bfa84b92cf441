import { afterEach, beforeEach, expect, test } from 'vitest';
import { NO_WORK } from '../../src/core/cohort-work.js';
import type { Pruner } from '../../src/search/pruner.js';
import type { Store } from '../../src/store/port.js';
import { openStore } from '../../src/store/sqlite/sqlite-store.js';
import { conductSweep } from '../../src/sweep/run-sweep.js';
import type { CohortRunner, LeftCohort, RunnerEvents } from '../../src/sweep/runners/runner.js';
import type { SweepParts } from '../../src/sweep/sweep-parts.js';
import { createFakeRunner } from '../fakes/fake-runner.js';
import { listSampler, rates } from '../fakes/fake-sampler.js';
import {
  fakeRecipe,
  fakeReport,
  fakeSpec,
  NO_FILES,
  newTrials,
  PROVENANCE,
  together,
} from '../fakes/specs.js';

let store: Store;
beforeEach(() => {
  store = openStore(':memory:');
});
afterEach(() => store.close());

const left = (change: Partial<LeftCohort> = {}): LeftCohort => ({
  ...{ name: 'left', trialIds: [1, 2], hasBegun: true, reasons: new Map() },
  ...change,
});

/** Runs a sweep of three trials whose first two some process left in a cohort. */
async function conduct(
  cohort: LeftCohort,
  goOn: (events: RunnerEvents) => Promise<void>,
  change: Partial<SweepParts> = {},
) {
  const fresh = createFakeRunner({ accuracy: () => 0.5 });
  const runner: CohortRunner = {
    ...fresh,
    run: (...args) => fresh.run(...args),
    left: {
      cohorts: async () => [cohort],
      async goOn(_, events) {
        await goOn(events);
        return NO_WORK;
      },
    },
  };
  const spec = fakeSpec();
  const result = await conductSweep({
    ...{ store, spec, runner, sweepId: 1, sampler: listSampler(rates(3)), pruner: null },
    ...{ provenance: PROVENANCE, recipeFor: fakeRecipe, files: NO_FILES, snapshots: null },
    ...{ queue: together(), backward: 3, signal: new AbortController().signal, firstPause: 1 },
    ...change,
  });
  return { result, fresh, attempts: await store.readings.allAttempts(1) };
}

async function lay(taken: readonly number[]) {
  const sweepId = await store.queue.createSweep({ spec: fakeSpec(), file: '', source: '' });
  await store.queue.add(sweepId, newTrials(rates(3)));
  if (taken.length > 0) {
    await store.queue.take(taken, PROVENANCE, undefined, { cohort: 'left' });
  }
}

const finish = async (events: RunnerEvents, ids = [1, 2]) => {
  for (const trialId of ids) await events.end({ trialId, how: 'finished' });
};

test('a cohort that was left goes on where it is, beside what waits', async () => {
  await lay([1, 2]);
  const { result, fresh, attempts } = await conduct(left(), finish);
  expect(result).toMatchObject({ state: 'finished', counts: { finished: 3 } });
  expect(fresh.cohorts).toEqual([[3]]);
  expect(attempts.map(({ trialId, state }) => [trialId, state])).toEqual([
    [1, 'finished'],
    [2, 'finished'],
    [3, 'finished'],
  ]);
});

test('one that has not begun begins with all its trials, which nothing else hands out', async () => {
  await lay([]);
  const { fresh, attempts } = await conduct(left({ hasBegun: false }), async (events) => {
    await events.begin(PROVENANCE);
    await finish(events);
  });
  expect(fresh.cohorts).toEqual([[3]]);
  expect(attempts.map(({ cohort }) => cohort === 'left').filter(Boolean)).toHaveLength(2);
});

test('what was taken in already changes nothing when it comes again', async () => {
  await lay([1, 2]);
  const seen: (readonly number[])[] = [];
  const pruner: Pruner = {
    judge: (rung) =>
      rung.map(({ losses }) => {
        seen.push(losses);
        return { action: 'continue' };
      }),
  };
  const rung = (epoch: number) =>
    [1, 2].map((trialId) => ({ trialId, report: fakeReport(epoch, epoch / 10) }));
  await store.log.report(rung(0));
  const { attempts } = await conduct(
    left(),
    async (events) => {
      await events.begin(PROVENANCE);
      expect(await events.epoch(rung(0))).toEqual(
        new Map([
          [1, 'continue'],
          [2, 'continue'],
        ]),
      );
      await events.epoch(rung(1));
      await finish(events, [1, 1, 2]);
    },
    { pruner },
  );
  expect(seen.slice(0, 4)).toEqual([[-0], [-0], [-0, -0.1], [-0, -0.1]]);
  expect((await store.readings.trial(1))?.reports.map(({ epoch }) => epoch)).toEqual([0, 1]);
  expect(attempts.filter(({ trialId }) => trialId < 3)).toHaveLength(2);
});

test('a trial that ended in it, and runs elsewhere by now, is not touched by what comes of it', async () => {
  await lay([1]);
  const { fresh, attempts } = await conduct(left(), async (events) => {
    await events.end({ trialId: 2, how: 'diverged' });
    await finish(events, [1]);
    await events.end({ trialId: 2, how: 'diverged' });
  });
  expect(fresh.cohorts.flat()).toEqual([2, 3]);
  expect(attempts.map(({ state }) => state)).toEqual(['finished', 'finished', 'finished']);
});

test('why a pruner stopped a trial is kept for its end, whoever hears of that', async () => {
  await lay([1, 2]);
  const reasons = new Map([[1, 'pruned after epoch 3: too slow']]);
  const { attempts } = await conduct(left({ reasons }), async (events) => {
    await events.end({ trialId: 1, how: 'stopped' });
    await finish(events, [2]);
  });
  expect(attempts[0]?.error).toEqual({
    code: 'E_PRUNED',
    message: 'pruned after epoch 3: too slow',
  });
});

test('told to leave, it says nothing of the sweep, and gives nothing back', async () => {
  await lay([1, 2]);
  const leave = new AbortController();
  const { result, attempts } = await conduct(left(), async () => leave.abort(), {
    leave: leave.signal,
  });
  expect(result).toBe(null);
  expect(attempts.map(({ state }) => state)).toEqual(['running', 'running']);
  expect(await store.log.events(1)).toEqual([]);
  await store.queue.lock(1);
});

test('where it breaks, what was left stays as it is', async () => {
  await lay([1, 2]);
  const broken = conduct(left(), async () => {
    throw new Error('the store is gone');
  });
  await expect(broken).rejects.toThrow('the store is gone');
  const states = (await store.readings.trials(1)).map(({ state }) => state);
  expect(states.slice(0, 2)).toEqual(['running', 'running']);
});

test('trials that a worker handed back, though nobody asked, run again together', async () => {
  await lay([1, 2]);
  const { result, fresh } = await conduct(left(), async (events) => {
    for (const trialId of [1, 2]) await events.end({ trialId, how: 'interrupted' });
  });
  expect(result).toMatchObject({ state: 'finished', counts: { finished: 3 } });
  expect(fresh.cohorts).toEqual([[3], [1, 2]]);
});
