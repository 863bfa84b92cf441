import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { Recipe } from '../../src/core/recipe.js';
import type { Params, SearchSpace } from '../../src/core/space.js';
import { createPruner } from '../../src/search/create-pruner.js';
import type { Store } from '../../src/store/port.js';
import { openStore } from '../../src/store/sqlite/sqlite-store.js';
import { runSweep } from '../../src/sweep/run-sweep.js';
import type { SweepParts } from '../../src/sweep/sweep-parts.js';
import { createFakeRunner } from '../fakes/fake-runner.js';
import { listSampler } from '../fakes/fake-sampler.js';
import { alone, fakeRecipe, fakeSpec, NO_FILES, PROVENANCE } from '../fakes/specs.js';

/** Different heights and slopes, so that the median rule stops some trials and not others. */
const accuracy = ({ pace: { learningRate }, trunk: { augmentation } }: Recipe, epoch: number) =>
  Math.abs(Math.sin(learningRate * 37 + augmentation.name.length)) * (1 - 0.5 ** (epoch + 1));

const points: readonly Params[] = Array.from({ length: 14 }, (_, number) => ({
  learning_rate: (number + 1) / 10,
  augmentation: ['none', 'flip', 'crop-flip'][number % 3]!,
}));

/** As many points as there are trials. */
const SPACE: SearchSpace = { learning_rate: { kind: 'int_uniform', low: 1, high: points.length } };

async function prepare(store: Store, signal: AbortSignal): Promise<SweepParts> {
  const earlyTerminate = { type: 'median', min_trials: 2, min_iter: 2 };
  const spec = fakeSpec({ earlyTerminate, space: SPACE });
  return {
    store,
    sweepId:
      (await store.readings.sweeps())[0]?.id ??
      (await store.queue.createSweep({ spec, file: '', source: '' })),
    spec,
    sampler: listSampler(points),
    pruner: createPruner(earlyTerminate, spec.metric),
    runner: createFakeRunner({ accuracy, failure: failureOf }),
    provenance: PROVENANCE,
    recipeFor: (params) => fakeRecipe({ ...params, epochs: 5 }),
    files: NO_FILES,
    snapshots: null,
    queue: alone(),
    backward: 3,
    signal,
  };
}

const failureOf = ({ pace: { learningRate } }: Recipe) =>
  learningRate === 0.7 ? 'boom' : undefined;

/** Runs the sweep, interrupted after the given numbers of reports in turn, to its end. */
async function run(interruptions: readonly number[]): Promise<Store> {
  const store = openStore(':memory:');
  for (const after of [...interruptions, Number.POSITIVE_INFINITY]) {
    const stop = new AbortController();
    let reports = 0;
    const onReport = () => {
      reports += 1;
      if (reports >= after) stop.abort();
    };
    await runSweep({ ...(await prepare(store, stop.signal)), observer: { onReport } });
  }
  return store;
}

async function results(store: Store) {
  const trials = (await store.readings.trials(1)).map(({ number, params, state, reports }) => {
    return { number, params, state, reports };
  });
  return { trials, state: (await store.readings.sweep(1))?.state };
}

test('a sweep stopped at any report and resumed ends as one that never stopped', async () => {
  const whole = await results(await run([]));
  const states = new Set(whole.trials.map(({ state }) => state));
  expect(states).toEqual(new Set(['finished', 'stopped', 'failed']));

  await fc.assert(
    fc.asyncProperty(fc.array(fc.integer({ min: 1, max: 60 }), { maxLength: 4 }), async (stops) => {
      const store = await run(stops);
      expect(await results(store)).toEqual(whole);
      for (const { id } of await store.readings.trials(1)) {
        const ends = (await store.readings.attempts(id)).filter(
          ({ state }) => state !== 'interrupted',
        );
        expect(ends).toHaveLength(1);
      }
      await store.close();
    }),
    { numRuns: 60 },
  );
});
