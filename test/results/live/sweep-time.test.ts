import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { afterEpoch } from '../../../src/core/snapshots/after-epoch.js';
import { PAUSED } from '../../../src/core/trial.js';
import { readSweepTime } from '../../../src/results/live/sweep-time.js';
import type { Store } from '../../../src/store/port.js';
import { openStore } from '../../../src/store/sqlite/sqlite-store.js';
import { fakeReport, fakeSpec, MADE, newTrials, PROVENANCE } from '../../fakes/specs.js';

const START = Date.parse('2026-01-01T00:00:00Z');

let store: Store;
let sweepId: number;
let ids: readonly number[];
beforeEach(async () => {
  vi.useFakeTimers({ toFake: ['Date'], now: START });
  store = openStore(':memory:');
  const spec = fakeSpec({ defaults: { epochs: 3, imageSize: 32 } });
  sweepId = await store.queue.createSweep({ spec, file: '', source: '' });
  const params = Array.from({ length: 6 }, (_, k) => ({ learning_rate: (k + 1) / 10 }));
  ids = (await store.queue.add(sweepId, newTrials(params))).map(({ id }) => id);
});
afterEach(async () => {
  vi.useRealTimers();
  await store.close();
});

async function time() {
  return readSweepTime(store.readings, (await store.readings.sweep(sweepId))!);
}

async function take(trials: readonly number[], at: number): Promise<void> {
  vi.setSystemTime(START + 1000 * at);
  await store.queue.take(trials, PROVENANCE, MADE, { cohort: `at ${at}` });
}

async function report(trialId: number, epochs: number, seconds: number): Promise<void> {
  const reports = Array.from({ length: epochs }, (_, epoch) => fakeReport(epoch, 0.5, { seconds }));
  await store.log.report(reports.map((each) => ({ trialId, report: each })));
}

async function finish(trials: readonly number[], at: number): Promise<void> {
  vi.setSystemTime(START + 1000 * at);
  await store.queue.end(trials.map((trialId) => ({ trialId, state: 'finished' })));
}

describe('how long a sweep takes', () => {
  test('is not known before anything ran', async () => {
    expect(await time()).toEqual({ ran_seconds: 0, trials: 6, left_seconds: null, assumes: null });
  });

  test('counts what runs at once once, and leaves pauses out', async () => {
    await take(ids.slice(0, 2), 0);
    await take(ids.slice(2, 3), 4);
    await finish(ids.slice(0, 2), 10);
    await finish(ids.slice(2, 3), 12);
    await take(ids.slice(3, 4), 1000);
    await finish(ids.slice(3, 4), 1008);
    expect(await time()).toMatchObject({ ran_seconds: 20, left_seconds: 10, trials: 6 });
  });

  test('takes what runs still to have run as long as its reports say', async () => {
    await take(ids.slice(0, 2), 0);
    await report(ids[0]!, 3, 2);
    await report(ids[1]!, 3, 1);
    // Nobody knows whether its process still lives.
    vi.setSystemTime(START + 1e9);
    expect(await time()).toMatchObject({ ran_seconds: 9, left_seconds: 18 });
  });

  test('counts a trial that waits to be promoted as done', async () => {
    await take(ids.slice(0, 1), 0);
    await report(ids[0]!, 1, 2);
    vi.setSystemTime(START + 5000);
    const error = { code: PAUSED, message: afterEpoch('paused', 0, 'others are better') };
    await store.queue.end([{ trialId: ids[0]!, state: 'interrupted', error }]);
    const { left_seconds, assumes } = await time();
    expect(left_seconds).toBe(25);
    expect(assumes).toMatch(/^the 5 trials to go take as long as those so far/);
  });

  test('is over when the sweep is', async () => {
    await take(ids.slice(0, 1), 0);
    await finish(ids.slice(0, 1), 10);
    await store.queue.updateSweep(sweepId, { state: 'finished' });
    expect(await time()).toEqual({ ran_seconds: 10, trials: 1, left_seconds: 0, assumes: null });
  });

  test('is not foretold where the sampler alone knows when it ends', async () => {
    const spec = fakeSpec({
      method: { type: 'random' },
      space: { learning_rate: { kind: 'uniform', low: 0.1, high: 1, scale: 'log' } },
    });
    await store.queue.updateSweep(sweepId, { spec });
    await take(ids.slice(0, 1), 0);
    await finish(ids.slice(0, 1), 10);
    expect(await time()).toEqual({
      ran_seconds: 10,
      trials: null,
      left_seconds: null,
      assumes: null,
    });
  });
});
