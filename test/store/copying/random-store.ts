import fc from 'fast-check';
import { METRIC_NAMES, type Metrics } from '../../../src/core/metric.js';
import type { Store } from '../../../src/store/port.js';
import {
  fakeRecipe,
  fakeReport,
  fakeSpec,
  MADE,
  newTrials,
  PROVENANCE,
} from '../../fakes/specs.js';

/** Something that happens in a store; numbers choose among what is there, and what comes of it. */
type Act = readonly [kind: keyof typeof ACTS, one: number, other: number, value: number];

/** Lets all of it happen, where it can. Everything is at rest in the end. */
export async function live(store: Store, happening: readonly Act[]): Promise<void> {
  const life: Life = { store, sweeps: [], trials: [], epochs: new Map() };
  await ACTS.sweep(life, 0, 0, 0);
  for (const [kind, one, other, value] of happening) await ACTS[kind](life, one, other, value);
  for (const id of life.sweeps) await store.queue.unlock(id);
}

interface Life {
  readonly store: Store;
  readonly sweeps: number[];
  readonly trials: { readonly id: number; readonly sweep: number }[];
  readonly epochs: Map<number, number>;
}

const TEXTS = ['plain', 'ä€𝄞', 'it\'s "quoted" \\ {},;\n\t', '', '\u2028{NULL}', 'null'];

const pick = <Item>(items: readonly Item[], place: number): Item | undefined =>
  items[place % Math.max(1, items.length)];

const ACTS = {
  async sweep({ store, sweeps }: Life, one: number, other: number, _value: number) {
    const text = pick(TEXTS, one)!;
    const id = await store.queue.createSweep({
      spec: fakeSpec({ name: `s${text}` }),
      file: `/x/${text}.yaml`,
      source: `# ${text} ${other}\n`,
    });
    sweeps.push(id);
    if (other % 2 === 0) await store.queue.updateSweep(id, { backend: 'wasm' });
  },
  async trials({ store, sweeps, trials }: Life, one: number, other: number, value: number) {
    const sweep = pick(sweeps, one);
    if (sweep === undefined) return;
    const has = trials.filter((trial) => trial.sweep === sweep).length;
    const points = Array.from({ length: 1 + (other % 4) }, (_, place) => {
      return {
        learning_rate: Number.isFinite(value) ? value + place : 0.1,
        scheduler: { type: pick(TEXTS, other)! },
      };
    });
    for (const { id } of await store.queue.add(sweep, newTrials(points, has))) {
      trials.push({ id, sweep });
    }
  },
  async take({ store, trials, epochs }: Life, one: number, other: number, _value: number) {
    const queued = (await Promise.all(trials.map(({ id }) => store.readings.trial(id)))).filter(
      (trial) => trial?.state === 'queued',
    );
    const trial = pick(queued, one);
    if (!trial) return;
    const made = { ...MADE, change: other % 2 };
    if (other % 5 === 0) await store.queue.keepListing('d1', { classNames: ['cat'], files: [] });
    await store.queue.take([trial.id], PROVENANCE, other % 3 === 0 ? undefined : made, {
      cohort: `c${other}`,
    });
    epochs.set(trial.id, 0);
  },
  async report({ store, trials, epochs }: Life, one: number, other: number, value: number) {
    const trial = pick(
      trials.filter(({ id }) => epochs.has(id)),
      one,
    );
    if (!trial) return;
    const epoch = epochs.get(trial.id)!;
    const metrics = Object.fromEntries(
      METRIC_NAMES.map((name, place) => [name, place % 2 === 0 ? value : value / (place + 3)]),
    ) as unknown as Metrics;
    const peer = trials.find(({ sweep }) => sweep === trial.sweep)!.id;
    const report = fakeReport(epoch, 0.5, {
      metrics,
      seconds: Math.abs(value) % 1e6,
      soloSeconds: (value / 7) % 1e6,
      peakMemoryBytes: value * 3,
      sharedWith: other % 2 === 0 ? peer : null,
      ...(other % 3 === 0 ? { rights: Uint8Array.of(other & 255, 0, 255) } : {}),
    });
    await store.log.report([{ trialId: trial.id, report }]);
    epochs.set(trial.id, epoch + 1);
  },
  async end({ store, trials }: Life, one: number, other: number, _value: number) {
    const trial = pick(trials, one);
    if (!trial) return;
    const state = (['finished', 'stopped', 'diverged', 'failed', 'interrupted'] as const)[
      other % 5
    ]!;
    const error = { code: 'E_X', message: pick(TEXTS, other)! };
    const checkpoint = other % 2 === 0 ? { checkpointEpoch: 0, checkpointDigest: `c${one}` } : {};
    await store.queue.end([{ trialId: trial.id, state, error, ...checkpoint }]);
  },
  async snapshot({ store, trials }: Life, one: number, other: number, _value: number) {
    const trial = pick(trials, one);
    if (!trial) return;
    const at = { file: `t-${other}.snapshot`, sha256: `f${other}`, bytes: 3e9 + other };
    const snapshot = { ...at, epoch: 0, step: other, provenance: PROVENANCE };
    await store.queue.addSnapshot(trial.sweep, snapshot, [trial.id]);
  },
  async died({ store, sweeps }: Life, one: number, other: number, _value: number) {
    const sweep = pick(sweeps, one);
    if (sweep === undefined) return;
    await store.queue.recover(sweep, () => {
      const error = { code: 'E_CRASHED', message: 'died' };
      return { state: other % 3 === 0 ? 'failed' : 'queued', error, place: `0.${other % 2}` };
    });
  },
  async event({ store, trials, sweeps }: Life, one: number, other: number, _value: number) {
    const trial = other % 2 === 0 ? pick(trials, one) : undefined;
    const sweepId = trial?.sweep ?? pick(sweeps, one);
    if (sweepId === undefined) return;
    const message = pick(TEXTS, other)!;
    await store.log.addEvent({ sweepId, trialId: trial?.id ?? null, kind: 'note', message });
  },
  async test({ store, trials }: Life, one: number, other: number, value: number) {
    const trial = pick(trials, one);
    if (!trial) return;
    await store.log.addTest({ trialId: trial.id, images: other, loss: value, accuracy: 0.5 });
  },
  async recipe({ store, trials }: Life, one: number, _other: number, value: number) {
    const trial = pick(trials, one);
    if (!trial) return;
    const rate = Number.isFinite(value) ? value : 1;
    await store.queue.setRecipes(new Map([[trial.id, fakeRecipe({ learning_rate: rate })]]));
  },
  async remove(life: Life, one: number, _other: number, _value: number) {
    const sweep = pick(life.sweeps, one);
    if (sweep === undefined || life.sweeps.length < 3) return;
    await life.store.queue.deleteSweep(sweep);
    life.sweeps.splice(life.sweeps.indexOf(sweep), 1);
    const left = life.trials.filter((trial) => trial.sweep !== sweep);
    life.trials.splice(0, life.trials.length, ...left);
  },
};

const kinds = Object.keys(ACTS) as (keyof typeof ACTS)[];
const OFTEN = Array<readonly ['trials', 'take', 'report', 'report']>(3)
  .fill(['trials', 'take', 'report', 'report'])
  .flat();

/** What may happen in a store, in any order, with numbers and texts of every kind. */
export const acts: fc.Arbitrary<readonly Act[]> = fc.array(
  fc.tuple(
    fc.constantFrom(...kinds, ...OFTEN),
    fc.nat(1000),
    fc.nat(1000),
    fc.oneof(fc.double(), fc.constantFrom(0.1, 1 / 3, 5e-324, 1.7976931348623157e308, -0, 1e-7)),
  ),
  { minLength: 30, maxLength: 100 },
);
