import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Params } from '../../../src/core/space.js';
import type { Trial } from '../../../src/core/trial.js';
import { byNumber } from '../../../src/search/by-number.js';
import { createSampler } from '../../../src/search/create-sampler.js';
import { pointsFirst } from '../../../src/search/points-first.js';
import type { Ask, Sampler } from '../../../src/search/sampler.js';
import type { Store } from '../../../src/store/port.js';
import { openStore } from '../../../src/store/sqlite/sqlite-store.js';
import { createNextPoints, MOST_EQUAL } from '../../../src/sweep/points/next-points.js';
import { createRoster } from '../../../src/sweep/roster.js';
import { runSweep } from '../../../src/sweep/run-sweep.js';
import { listSampler } from '../../fakes/fake-sampler.js';
import { fakeSpec } from '../../fakes/specs.js';
import { gridOf, prepareSweep, recipeOf } from './sweep.js';

let store: Store;

beforeEach(() => {
  store = openStore(':memory:');
});
afterEach(() => store.close());

const rate = (learning_rate: number): Params => ({ learning_rate });
const trained = async (sweepId: number) =>
  (await store.readings.trials(sweepId)).map(({ params }) => params.learning_rate);
const texts = async (sweepId: number) =>
  (await store.log.events(sweepId)).map(({ message }) => message);

describe('points that train alike', () => {
  const twice = [0.1, 0.2, 0.1, 0.3, 0.2, 0.1].map(rate);

  test('are trained once, and said', async () => {
    const totals: (number | null)[] = [];
    const remarks: string[] = [];
    const parts = await prepareSweep(store, {}, { sampler: listSampler(twice) });
    const result = await runSweep({
      ...parts,
      observer: {
        onSweepStart: ({ total }) => totals.push(total),
        onTotal: (total) => totals.push(total),
        onRemark: (message) => remarks.push(message),
      },
    });
    expect(result).toMatchObject({
      ...{ state: 'finished', message: 'all 3 trials ended', equal: 3 },
    });
    expect(await trained(parts.sweepId)).toEqual([0.1, 0.2, 0.3]);
    expect(totals).toEqual([3]);
    const said = '3 of 6 points give the same recipe as another, and are not trained again';
    expect(remarks).toEqual([said]);
    expect(await texts(parts.sweepId)).toContain(said);
  });

  test('are alike however their params are written, where their recipes are equal', async () => {
    const spelled = [
      { learning_rate: 0.1, epochs: 3 },
      { epochs: 3, learning_rate: 0.1 },
      { learning_rate: 0.1, augmentation: 'none' },
      { learning_rate: 0.1, augmentation: 'crop' },
    ];
    const parts = await prepareSweep(store, {}, { sampler: listSampler(spelled) });
    await runSweep(parts);
    const rows = await store.readings.trials(parts.sweepId);
    expect(rows.map(({ params }) => params)).toEqual([spelled[0], spelled[3]]);
  });

  test('count for no run_cap: others are asked for in their place', async () => {
    const parts = await prepareSweep(store, { runCap: 3 }, { sampler: listSampler(twice) });
    await runSweep(parts);
    expect(await trained(parts.sweepId)).toEqual([0.1, 0.2, 0.3]);
  });

  test('are passed over by a sweep that was stopped and goes on, and counted as before', async () => {
    const stop = new AbortController();
    const change = { sampler: listSampler(twice), signal: stop.signal };
    const parts = await prepareSweep(store, {}, change);
    await runSweep({ ...parts, observer: { onReport: () => stop.abort() } });
    await store.queue.unlock(parts.sweepId);
    const signal = new AbortController().signal;
    expect(await runSweep({ ...parts, signal })).toMatchObject({ state: 'finished', remaining: 0 });
    expect(await trained(parts.sweepId)).toEqual([0.1, 0.2, 0.3]);
    expect((await texts(parts.sweepId)).filter((text) => text.startsWith('3 of 6'))).toHaveLength(
      1,
    );
  });

  test('that a sampler proposes again and again end the sweep, with a sentence', async () => {
    let asked = 0;
    const sampler: Sampler = {
      suggest({ count }) {
        asked += count;
        return Array.from({ length: count }, (_, place) => rate(place === 0 ? 0.1 : 0.2));
      },
    };
    const method = { type: 'random' };
    const space = { learning_rate: { kind: 'normal', mu: 0, sigma: 1, log: true } } as const;
    const parts = await prepareSweep(store, { runCap: 500, method, space }, { sampler });
    expect(await runSweep(parts)).toMatchObject({ state: 'finished' });
    expect(await trained(parts.sweepId)).toEqual([0.1, 0.2]);
    expect(asked).toBeLessThan(500 + 2 * MOST_EQUAL + 500);
    expect((await texts(parts.sweepId)).join()).toContain('proposed nothing new');
  });
});

test('a sampler that has other points later is asked from the first, for what is new', async () => {
  const parts = await prepareSweep(store, {}, { sampler: listSampler([0.1, 0.3].map(rate)) });
  await runSweep({ ...parts, spec: { ...parts.spec, space: gridOf(2) } });
  await store.queue.unlock(parts.sweepId);
  const wider = listSampler([0.1, 0.2, 0.3, 0.4].map(rate));
  const spec = { ...parts.spec, space: gridOf(4) };
  expect(await runSweep({ ...parts, sampler: wider, spec })).toMatchObject({ equal: 0 });
  expect(await trained(parts.sweepId)).toEqual([0.1, 0.3, 0.2, 0.4]);
  const rows = await store.readings.trials(parts.sweepId);
  expect(new Set(rows.map(({ point }) => point)).size).toBe(4);
});

test('a random search that goes on passes over its points, however many there are', () => {
  const spec = fakeSpec({
    ...{ method: { type: 'random' }, runCap: 2000 },
    space: { learning_rate: { kind: 'uniform', low: 0, high: 1, scale: 'linear' } },
  });
  const sampler = createSampler(spec, () => true);
  const all = createNextPoints({
    ...{ spec, sampler, roster: createRoster([], spec), looks: false, recipeFor: recipeOf },
  }).take(2000);
  const there = all.slice(0, 1200).map(({ point, params, recipe }, number): Trial => {
    const its = { point, params, recipe, number, replicate: 0 };
    return { ...its, id: number + 1, sweepId: 1, state: 'finished', reports: [] };
  });
  const roster = createRoster(there, spec);
  const resumed = createNextPoints({ spec, sampler, roster, looks: false, recipeFor: recipeOf });
  expect(resumed.take(MOST_EQUAL)).toEqual(all.slice(1200, 1200 + MOST_EQUAL));
  expect(resumed.take(2000)).toEqual(all.slice(1200 + MOST_EQUAL));
  expect(resumed.gaveUp).toBe(false);
});

describe('points of the file', () => {
  const file = [rate(7), rate(0.2), rate(7)];
  const own = byNumber((number) => (number < 3 ? rate((number + 1) / 10) : undefined));

  test('come first, each once, and the sampler begins behind them', async () => {
    const spec = { points: file, space: gridOf(3) };
    const parts = await prepareSweep(store, spec, { sampler: pointsFirst(own, file, false) });
    await runSweep(parts);
    expect(await trained(parts.sweepId)).toEqual([7, 0.2, 0.1, 0.3]);
    expect(await texts(parts.sweepId)).toContain(
      '2 of 6 points give the same recipe as another, and are not trained again',
    );
  });

  test('are what a run_cap counts first', async () => {
    const spec = { points: file, space: gridOf(3), runCap: 3 };
    const parts = await prepareSweep(store, spec, { sampler: pointsFirst(own, file, false) });
    await runSweep(parts);
    expect(await trained(parts.sweepId)).toEqual([7, 0.2, 0.1]);
  });

  test('are in the study of a sampler that looks, which is asked for the numbers behind', () => {
    const asks: (Pick<Ask, 'first' | 'count'> & { there: number })[] = [];
    const looking: Sampler = {
      suggest({ first, count, study }) {
        asks.push({ first, count, there: study.trials.length });
        return Array.from({ length: count }, (_, place) => rate(100 + first + place));
      },
    };
    const spec = fakeSpec({ points: file });
    const roster = createRoster([], spec);
    const sampler = pointsFirst(looking, file, true);
    const parts = { spec, sampler, roster, looks: true, recipeFor: recipeOf };
    const points = createNextPoints(parts);
    const lay = () => {
      const taken = points.take(100);
      roster.add(
        taken.map(({ point, params, recipe }): Parameters<typeof roster.add>[0][number] => ({
          ...{ id: point, sweepId: 1, number: roster.size, point, replicate: 0, params, recipe },
          ...{ state: 'queued', reports: [] },
        })),
      );
      return taken.map(({ point }) => point);
    };
    expect(lay()).toEqual([0, 1]);
    expect(lay()).toEqual([3, 4, 5, 6, 7, 8, 9, 10]);
    expect(
      createNextPoints(parts)
        .take(2)
        .map(({ point }) => point),
    ).toEqual([11, 12]);
    expect(asks).toEqual([
      { first: 3, count: 8, there: 2 },
      { first: 11, count: 2, there: 10 },
    ]);
  });
});
