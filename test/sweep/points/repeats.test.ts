import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { SweepSpec } from '../../../src/core/sweep.js';
import { createPruner } from '../../../src/search/create-pruner.js';
import type { Store } from '../../../src/store/port.js';
import { openStore } from '../../../src/store/sqlite/sqlite-store.js';
import { runSweep } from '../../../src/sweep/run-sweep.js';
import type { SweepParts } from '../../../src/sweep/sweep-parts.js';
import { createFakeRunner } from '../../fakes/fake-runner.js';
import { alone, fakeSpec } from '../../fakes/specs.js';
import { prepareSweep } from './sweep.js';

let store: Store;

beforeEach(() => {
  store = openStore(':memory:');
});
afterEach(() => store.close());

/** Each trial as `point/replicate`, by number. */
async function laid(sweepId: number): Promise<readonly string[]> {
  const trials = await store.readings.trials(sweepId);
  return trials.map(({ point, replicate }) => `${point}/${replicate}`);
}

/** Runs it on, as another process would, with changes. */
async function goOn(parts: SweepParts, spec: Partial<SweepSpec> = {}) {
  await store.queue.unlock(parts.sweepId);
  const signal = new AbortController().signal;
  return runSweep({ ...parts, signal, spec: { ...parts.spec, ...spec } });
}

describe('repeats: N', () => {
  test('trains each point so often, each time with draws of its own, together from the start', async () => {
    const parts = await prepareSweep(store, { repeats: { n: 3, top: null }, runCap: 2 });
    expect(await runSweep(parts)).toMatchObject({ state: 'finished', counts: { finished: 6 } });
    expect(await laid(parts.sweepId)).toEqual(['0/0', '0/1', '0/2', '1/0', '1/1', '1/2']);
    const trials = await store.readings.trials(parts.sweepId);
    expect(trials.map(({ recipe }) => recipe!.trunk.replicate)).toEqual([0, 1, 2, 0, 1, 2]);
    expect(trials.map(({ number }) => number)).toEqual([0, 1, 2, 3, 4, 5]);
  });

  test('goes on after a stop where it was, and adds up', async () => {
    const stop = new AbortController();
    const totals: (number | null)[] = [];
    const parts = await prepareSweep(
      store,
      { repeats: { n: 2, top: null } },
      { signal: stop.signal, queue: alone() },
    );
    let ended = 0;
    const observer = {
      onSweepStart: ({ total }: { total: number | null }) => totals.push(total),
      onTrialEnd() {
        ended += 1;
        if (ended === 3) stop.abort();
      },
    };
    expect(await runSweep({ ...parts, observer })).toMatchObject({ remaining: 9 });
    expect(await goOn({ ...parts, observer })).toMatchObject({ counts: { finished: 12 } });
    expect(totals).toEqual([12, 12]);
    expect(new Set(await laid(parts.sweepId)).size).toBe(12);
  });

  test('can be raised later: points get the runs that they lack', async () => {
    const parts = await prepareSweep(store, { runCap: 2 });
    await runSweep(parts);
    await goOn(parts, { repeats: { n: 2, top: null } });
    expect(await laid(parts.sweepId)).toEqual(['0/0', '1/0', '0/1', '1/1']);
  });
});

describe('repeats: {top, n}', () => {
  const repeats = { n: 3, top: 2 };

  test('trains the best again once all have ended, and counts them from the start', async () => {
    const totals: (number | null)[] = [];
    const runner = createFakeRunner({
      // The second best turns out bad when it is repeated: it leads all the same.
      accuracy: ({ pace, trunk }) => (trunk.replicate > 0 ? 0 : pace.learningRate),
    });
    const parts = await prepareSweep(store, { repeats }, { runner, queue: alone(2) });
    const states: string[][] = [];
    const result = await runSweep({
      ...parts,
      observer: {
        onSweepStart: ({ total }) => totals.push(total),
        onTotal: (total) => totals.push(total),
        onTrialStart({ replicate }) {
          if (replicate > 0 && states.length === 0) {
            void store.readings
              .trials(parts.sweepId)
              .then((trials) => states.push(trials.slice(0, 6).map(({ state }) => state)));
          }
        },
      },
    });
    expect(result).toMatchObject({ state: 'finished', counts: { finished: 10 }, remaining: 0 });
    expect((await laid(parts.sweepId)).slice(6)).toEqual(['5/1', '5/2', '4/1', '4/2']);
    expect(totals).toEqual([10]);
    expect(states[0]).toEqual(Array(6).fill('finished'));
    expect(runner.peak()).toBe(2);
  });

  test('takes those within bounds before better ones', async () => {
    const objectives = [{ name: 'val_accuracy', goal: 'maximize', max: 0.45 }] as const;
    const parts = await prepareSweep(store, { repeats: { n: 2, top: 2 }, objectives });
    await runSweep(parts);
    expect((await laid(parts.sweepId)).slice(6)).toEqual(['3/1', '2/1']);
  });

  test('leaves out what did not finish, and says that there are fewer', async () => {
    const totals: (number | null)[] = [];
    const runner = createFakeRunner({
      accuracy: ({ pace }) => (pace.learningRate < 0.6 ? Number.NaN : 0.5),
    });
    const parts = await prepareSweep(store, { repeats }, { runner });
    const observer = { onTotal: (total: number | null) => totals.push(total) };
    const result = await runSweep({ ...parts, observer });
    expect(result).toMatchObject({ state: 'finished', counts: { diverged: 5, finished: 3 } });
    expect((await laid(parts.sweepId)).slice(6)).toEqual(['5/1', '5/2']);
    expect(totals).toEqual([8]);
  });

  test('lets the runs of leaders go to their end, however they begin', async () => {
    const runner = createFakeRunner({
      accuracy: ({ pace, trunk }) => (trunk.replicate > 0 ? 0 : pace.learningRate),
    });
    const earlyTerminate = { type: 'asha', min_iter: 1, eta: 2 };
    const pruner = createPruner(earlyTerminate, fakeSpec().metric);
    const parts = await prepareSweep(store, { repeats, earlyTerminate }, { runner, pruner });
    await runSweep(parts);
    const again = (await store.readings.trials(parts.sweepId)).filter(
      ({ replicate }) => replicate > 0,
    );
    expect(again.map(({ state }) => state)).toEqual(Array(4).fill('finished'));
  });

  test('comes at the end also of a sweep that was stopped among its repeats, each once', async () => {
    const stop = new AbortController();
    const parts = await prepareSweep(store, { repeats }, { signal: stop.signal, queue: alone() });
    const observer = {
      onTrialStart: ({ replicate }: { replicate: number }) => {
        if (replicate === 2) stop.abort();
      },
    };
    expect(await runSweep({ ...parts, observer })).toMatchObject({ state: 'interrupted' });
    expect(await goOn(parts)).toMatchObject({ state: 'finished', counts: { finished: 10 } });
    expect((await laid(parts.sweepId)).slice(6)).toEqual(['5/1', '5/2', '4/1', '4/2']);
    expect(await goOn(parts)).toMatchObject({ counts: { finished: 10 } });
  });

  test('of a sweep that gets more points repeats those that lead then', async () => {
    const parts = await prepareSweep(store, { repeats, runCap: 2 });
    await runSweep(parts);
    await goOn(parts, { runCap: 3 });
    const all = ['0/0', '1/0', '1/1', '1/2', '0/1', '0/2', '2/0', '2/1', '2/2'];
    expect(await laid(parts.sweepId)).toEqual(all);
  });

  test('a run that the machine fails is tried again like any other', async () => {
    let failed = 0;
    const runner = createFakeRunner({
      accuracy: ({ pace }) => pace.learningRate,
      failure({ trunk }) {
        if (trunk.replicate !== 1 || failed > 1) return undefined;
        failed += 1;
        return { code: 'E_IO', message: 'disk I/O error' };
      },
    });
    const parts = await prepareSweep(store, { repeats }, { runner, firstPause: 1 });
    expect(await runSweep(parts)).toMatchObject({ counts: { finished: 10, failed: 0 } });
    expect(failed).toBeGreaterThan(0);
  });

  test('a budget that is used up leaves them for another time', async () => {
    const budget = { wallMs: 0, onWall: 'finish' } as const;
    const parts = await prepareSweep(store, { repeats });
    const spec = { ...parts.spec, budget: { ...parts.spec.budget, ...budget } };
    const result = await runSweep({ ...parts, spec });
    expect(result).toMatchObject({ state: 'interrupted', reason: 'budget' });
    expect(await goOn(parts)).toMatchObject({ counts: { finished: 10 } });
  });
});
