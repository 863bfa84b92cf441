import { afterEach, beforeEach, expect, test } from 'vitest';
import type { Store } from '../../../src/store/port.js';
import { openStore } from '../../../src/store/sqlite/sqlite-store.js';
import { runSweep } from '../../../src/sweep/run-sweep.js';
import type { SweepParts } from '../../../src/sweep/sweep-parts.js';
import { createFakeRunner, type FakeRunnerParts } from '../../fakes/fake-runner.js';
import { listSampler, rates } from '../../fakes/fake-sampler.js';
import { fakeRecipe, fakeSpec, NO_FILES, PROVENANCE, together } from '../../fakes/specs.js';

let store: Store;
beforeEach(() => {
  store = openStore(':memory:');
});
afterEach(() => store.close());

async function prepare(
  failure: NonNullable<FakeRunnerParts['failure']>,
  change: Partial<SweepParts> = {},
) {
  const spec = fakeSpec();
  const runner = createFakeRunner({ accuracy: () => 0.5, failure });
  const parts: SweepParts = {
    store,
    sweepId: await store.queue.createSweep({ spec, file: '', source: '' }),
    spec,
    sampler: listSampler(rates(6)),
    pruner: null,
    runner,
    provenance: PROVENANCE,
    recipeFor: fakeRecipe,
    snapshots: null,
    files: NO_FILES,
    queue: { ...together(), limits: { bytes: 2e9, trials: 1000 } },
    backward: 3,
    signal: new AbortController().signal,
    firstPause: 1,
    ...change,
  };
  return { parts, runner };
}

const states = async () => (await store.readings.trials(1)).map(({ state }) => state);

test('a cohort that runs out of memory is halved, not taken apart', async () => {
  let size = 0;
  const { parts, runner } = await prepare(() => {
    size = runner.cohorts.at(-1)!.length;
    return size > 2 ? { code: 'E_MEMORY', message: 'memory is full' } : undefined;
  });
  expect(await runSweep(parts)).toMatchObject({ state: 'finished', counts: { finished: 6 } });
  expect(runner.cohorts.map((cohort) => cohort.length)).toEqual([6, 3, 3, 2, 1, 2, 1]);
});

test('a trial that alone is too much for memory fails with the numbers', async () => {
  const { parts } = await prepare(({ pace }) =>
    pace.learningRate === 0.2 ? { code: 'E_MEMORY', message: 'memory is full' } : undefined,
  );
  expect(await runSweep(parts)).toMatchObject({ counts: { finished: 5, failed: 1 } });
  const [attempt] = (await store.readings.attempts(2)).slice(-1);
  expect(attempt?.error?.message).toMatch(
    /^out of memory alone: that needs about 4\d\d\.\d MB by the plan, and a worker may take 2\.0 GB; .* \(memory is full\)$/,
  );
});

test('what breaks every trial stops the sweep, and costs none of them', async () => {
  let isMended = false;
  const { parts, runner } = await prepare(() =>
    isMended ? undefined : { code: 'E_WEIGHTS', message: '/w/group1-shard1of23: no such file.' },
  );
  const result = await runSweep(parts);
  expect(result).toMatchObject({ state: 'interrupted', reason: 'machine', remaining: 6 });
  expect(result.message).toBe(
    'stopped, as no trial can run: /w/group1-shard1of23: no such file. 0 of its trials ended, 6 remain; mend the cause, then resume',
  );
  expect(await states()).toEqual(Array(6).fill('queued'));
  expect(runner.cohorts).toHaveLength(2);

  isMended = true;
  expect(await runSweep(parts)).toMatchObject({ state: 'finished', counts: { finished: 6 } });
});

test('a disk that fails for a moment costs a pause', async () => {
  let failures = 0;
  const { parts, runner } = await prepare(() => {
    failures += 1;
    return failures <= 6 ? { code: 'E_DISK', message: 'EIO: i/o error, read' } : undefined;
  });
  expect(await runSweep(parts)).toMatchObject({ state: 'finished', counts: { finished: 6 } });
  expect(runner.cohorts).toEqual([
    [1, 2, 3, 4, 5, 6],
    [1, 2, 3, 4, 5, 6],
  ]);
});

test('Ctrl-C cuts a pause short, and the trials of it wait', async () => {
  const stop = new AbortController();
  const { parts } = await prepare(() => ({ code: 'E_DISK', message: 'EIO' }), {
    signal: stop.signal,
    firstPause: 3_600_000,
    observer: { onTrialEnd: () => void setTimeout(() => stop.abort(), 20) },
  });
  expect(await runSweep(parts)).toMatchObject({ state: 'interrupted', reason: 'signal' });
  expect(await states()).toEqual(Array(6).fill('queued'));
});
