import fc from 'fast-check';
import { expect, test } from 'vitest';
import { METRIC_NAMES, type Metrics } from '../../../src/core/metric.js';
import type { Death, Fate } from '../../../src/core/snapshots/death.js';
import type { Store } from '../../../src/store/port.js';
import {
  fakeRecipe,
  fakeReport,
  fakeSpec,
  MADE,
  newTrials,
  PROVENANCE,
} from '../../fakes/specs.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { newPlace, withStore } from '../copying/copying.js';
import { readingsOfAll } from '../copying/readings-of-all.js';

/** Trials by place, of two sweeps; numbers choose what comes of them. */
interface Life {
  readonly store: Store;
  readonly sweeps: readonly number[];
  readonly trials: readonly number[];
}

type Act = (life: Life, some: readonly number[], number: number, value: number) => Promise<unknown>;

const error = { code: 'E_X', message: 'x' };

const fateOf = ({ trialId, alone, before, cohort }: Death): Fate => ({
  state: before.length < 2 ? 'queued' : 'failed',
  error: { code: 'E_CRASHED', message: `${alone} ${cohort} ${before.join()}` },
  place: trialId % 3 === 0 ? null : `place ${before.length % 2}`,
});

function metricsOf(value: number): Metrics {
  const values = METRIC_NAMES.map((name, place) => [
    name,
    place % 2 ? -value : value / (place + 1),
  ]);
  return Object.fromEntries(values) as Metrics;
}

/** What may be asked of a store, of trials of any state. */
const ACTS: Readonly<Record<string, Act>> = {
  take: async ({ store }, some, number) => {
    const made = number % 3 === 0 ? undefined : { ...MADE, change: number % 2 };
    const from = { cohort: `c${number}`, epochs: number % 3 };
    await store.queue.take(some, PROVENANCE, made, from);
  },
  report: ({ store }, some, number, value) =>
    store.log.report(
      [...some, ...some.slice(0, 1)].map((trialId, place) => ({
        trialId,
        report: fakeReport((number + (place > 0 && trialId === some[0] ? 1 : 0)) % 5, 0.5, {
          metrics: metricsOf(value * (1 + place)),
          seconds: place % 2 === 0 ? 0.1 * number : Number.NaN,
          ...(number % 2 === 0 ? { rights: Uint8Array.of(number & 255, place) } : {}),
        }),
      })),
    ),
  end: ({ store }, some, number) =>
    store.queue.end(
      [...some, ...some].map((trialId, place) => ({
        trialId,
        state: (['finished', 'interrupted', 'stopped', 'failed'] as const)[(number + place) % 4]!,
        ...(number % 3 === 0 ? { error } : {}),
        ...(number % 2 === 0 ? { checkpointEpoch: place, checkpointDigest: `d${place}` } : {}),
      })),
    ),
  endPaused: ({ store }, some) =>
    store.queue.endPaused(some.map((trialId) => ({ trialId, state: 'stopped', error }))),
  requeue: ({ store }, some) => store.queue.requeue(some, 'again'),
  recover: ({ store, sweeps }, _, number) =>
    store.queue.recover(sweeps[number % 2]!, fateOf, new Set([`c${number % 7}`])),
  giveBack: ({ store, sweeps }, _, number) => store.queue.giveBack(sweeps[number % 2]!),
  addSnapshot: ({ store, sweeps }, some, number) => {
    const at = { file: `${number}.snapshot`, sha256: 'f', bytes: 3e9, epoch: number % 3, step: 0 };
    return store.queue.addSnapshot(sweeps[number % 2]!, { ...at, provenance: PROVENANCE }, some);
  },
  leaveSnapshots: ({ store }, some) => store.queue.leaveSnapshots(some),
  tidySnapshots: ({ store, sweeps }, _, number) => store.queue.tidySnapshots(sweeps[number % 2]!),
  weights: async ({ store }, [trial], number) => {
    if (trial === undefined) return;
    await store.queue.setNetwork(trial, number % 3 === 0 ? null : `n${number}`);
    await store.queue.setCheckpointEpoch(trial, number % 2 === 0 ? null : number);
  },
  setRecipes: ({ store }, some, number) =>
    store.queue.setRecipes(new Map(some.map((id) => [id, fakeRecipe({ epochs: number })]))),
  sweep: ({ store, sweeps }, _, number) =>
    store.queue.updateSweep(sweeps[number % 2]!, {
      state: number % 3 === 0 ? 'finished' : 'interrupted',
      backend: 'wasm',
    }),
  event: ({ store, sweeps }, [trial], number) =>
    store.log.addEvent({
      ...{ sweepId: sweeps[0]!, kind: 'note', message: `${number}` },
      trialId: trial ?? null,
    }),
};

const names = Object.keys(ACTS);
const OFTEN = ['take', 'take', 'report', 'report', 'report', 'end', 'recover', 'recover'];
const acts = fc.array(
  fc.record({
    name: fc.constantFrom(...names, ...OFTEN),
    places: fc.uniqueArray(fc.nat(5), { minLength: 1, maxLength: 3 }),
    number: fc.nat(30),
    value: fc.oneof(fc.double({ noNaN: false }), fc.constantFrom(0.5, 0.25, 1 / 3)),
  }),
  { minLength: 30, maxLength: 80 },
);

/** Moments apart, which no two databases share. */
function timeless(value: unknown): unknown {
  if (typeof value === 'string') return /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value) ? 'then' : value;
  if (value instanceof Uint8Array || typeof value !== 'object' || value === null) return value;
  if (value instanceof Map) return new Map([...value].map(([key, own]) => [key, timeless(own)]));
  if (Array.isArray(value)) return value.map(timeless);
  return Object.fromEntries(Object.entries(value).map(([key, own]) => [key, timeless(own)]));
}

async function begin(store: Store): Promise<Life> {
  const sweeps: number[] = [];
  const trials: number[] = [];
  for (const name of ['a', 'b']) {
    const id = await store.queue.createSweep({ spec: fakeSpec({ name }), file: '', source: '' });
    sweeps.push(id);
    const added = await store.queue.add(id, newTrials([{ lr: 1 }, {}, {}]));
    trials.push(...added.map((trial) => trial.id));
  }
  return { store, sweeps, trials };
}

describeWithPostgres('PostgreSQL', () => {
  test('answers and keeps whatever SQLite does, whatever is asked', async () => {
    await fc.assert(
      fc.asyncProperty(acts, async (asked) => {
        const [here, there] = [await newPlace('sqlite'), await newPlace('postgres')];
        await withStore(here, 'create', (sqlite) =>
          withStore(there, 'create', async (postgres) => {
            const lives = [await begin(sqlite), await begin(postgres)];
            for (const { name, places, number, value } of asked) {
              const answers = await Promise.all(
                lives.map((life) =>
                  ACTS[name]!(
                    life,
                    places.map((place) => life.trials[place]!),
                    number,
                    value,
                  ).catch((failure: Error) => failure.message),
                ),
              );
              expect(answers[1], name).toEqual(answers[0]);
            }
            const all = await Promise.all(
              lives.map(async ({ store, sweeps }) => [
                await readingsOfAll(store.readings),
                await store.log.events(sweeps[0]!),
                await store.log.events(sweeps[1]!),
              ]),
            );
            expect(timeless(all[1])).toEqual(timeless(all[0]));
          }),
        );
      }),
      { numRuns: 5 },
    );
  });
});
