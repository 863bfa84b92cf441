import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { readOlderSweep } from '../../src/config/legacy/read-older-sweep.js';
import { lossOf } from '../../src/core/metric.js';
import type { Death, Fate } from '../../src/core/snapshots/death.js';
import { byStanding, lossesOf, standingLosses, standingReport } from '../../src/core/standing.js';
import { keepsBounds } from '../../src/core/study/bounds.js';
import type { Trial } from '../../src/core/trial.js';
import { openStore, stores } from '../../src/store/index.js';
import type { LeaderboardQuery, Store } from '../../src/store/port.js';
import { rates } from '../fakes/fake-sampler.js';
import { fakeRecipe, fakeReport, fakeSpec, MADE, newTrials, PROVENANCE } from '../fakes/specs.js';
import { describeWithPostgres } from '../postgres/describe.js';
import { sharedPostgres } from '../postgres/server.js';

const folder = mkdtempSync(join(tmpdir(), 'thaw-store-'));

interface Place {
  readonly what: string;
  readonly describe: (name: string, cases: () => void) => void;
  /** One where there is no database yet, or an empty one. */
  readonly make: () => string | Promise<string>;
}

/** Where a new database of each kind can be made. */
const PLACES: Readonly<Record<string, readonly Place[]>> = {
  postgres: [
    {
      what: 'a database of a server',
      describe: describeWithPostgres,
      make: async () => (await sharedPostgres()).database(),
    },
  ],
  sqlite: [
    { what: 'memory', describe, make: () => ':memory:' },
    { what: 'a file', describe, make: () => join(folder, 'new', 'thaw.sqlite') },
  ],
};
const places = stores.flatMap(({ type }) => PLACES[type] ?? []);

test('every kind of store has a place here to be tried at', () => {
  // A gateway lets nobody write: test/fleet/gateway/read.test.ts compares it with what lies behind it.
  const written = stores.filter(({ type }) => type !== 'gateway');
  for (const def of written) expect(PLACES[def.type], def.type).toBeDefined();
});

test('the kind of a store is told by its place', () => {
  const typeOf = (place: string) => stores.find((def) => def.matches(place))?.type;
  expect(typeOf('postgres://thaw@host:5432/results')).toBe('postgres');
  expect(typeOf('postgresql:///results')).toBe('postgres');
  expect(typeOf('https://gateway.example:7433')).toBe('gateway');
  expect(typeOf('postgres/results.sqlite')).toBe('sqlite');
  expect(typeOf(':memory:')).toBe('sqlite');
});

/** Gives a trial up once two processes have died under it. */
const twoLives = ({ before }: Death): Fate => ({
  state: before.length === 0 ? 'queued' : 'failed',
  error: { code: 'E_CRASHED', message: `died ${before.length + 1} times` },
  place: 'there',
});

const byAccuracy: LeaderboardQuery = { metric: 'val_accuracy', goal: 'maximize', rule: 'best' };

for (const { what, describe, make } of places) describe(`a store in ${what}`, () => contract(make));

function contract(make: Place['make']): void {
  let store: Store;
  let sweepId: number;

  beforeEach(async () => {
    store = await openStore(await make(), {
      access: 'create',
      readOlder: async () => readOlderSweep,
      onUpgrade: () => undefined,
    });
    sweepId = await store.queue.createSweep({
      spec: fakeSpec(),
      file: '/x/a.yaml',
      source: 'method: grid\n',
    });
  });
  afterEach(async () => {
    await store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  async function addTrials(count: number): Promise<readonly number[]> {
    return (await store.queue.add(sweepId, newTrials(rates(count)))).map(({ id }) => id);
  }

  async function finish(trialId: number, ...accuracies: readonly number[]): Promise<void> {
    await store.queue.take([trialId], PROVENANCE);
    for (const [epoch, accuracy] of accuracies.entries()) {
      await store.log.report([{ trialId, report: fakeReport(epoch, accuracy) }]);
    }
    await store.queue.end([{ trialId, state: 'finished' }]);
  }

  test('gives a sweep back as it was created', async () => {
    expect(await store.readings.sweep(sweepId)).toMatchObject({
      id: sweepId,
      name: 'fake',
      state: 'running',
      spec: fakeSpec(),
      file: '/x/a.yaml',
      source: 'method: grid\n',
      backend: null,
      counts: { queued: 0, running: 0, finished: 0, stopped: 0, diverged: 0, failed: 0 },
    });
    expect(await store.readings.sweep(99)).toBeUndefined();
  });

  test('changes only what an update names', async () => {
    await store.queue.updateSweep(sweepId, { backend: 'wasm' });
    await store.queue.updateSweep(sweepId, { state: 'finished' });
    expect(await store.readings.sweep(sweepId)).toMatchObject({
      state: 'finished',
      backend: 'wasm',
    });
  });

  test('lists the newest sweep first', async () => {
    const second = await store.queue.createSweep({
      spec: fakeSpec({ name: 'b' }),
      file: 'b',
      source: '',
    });
    expect((await store.readings.sweeps()).map(({ id }) => id)).toEqual([second, sweepId]);
  });

  test('removes a sweep with all that hangs on it, and uses no id twice', async () => {
    const [trialId] = await addTrials(1);
    await finish(trialId!, 0.5);
    await store.log.addEvent({ sweepId: sweepId, trialId: trialId!, kind: 'note', message: 'x' });
    await store.log.addTest({ trialId: trialId!, images: 10, loss: 1, accuracy: 0.5 });
    await store.queue.deleteSweep(sweepId);
    expect(await store.readings.sweep(sweepId)).toBeUndefined();
    expect(await store.readings.trial(trialId!)).toBeUndefined();
    expect(await store.readings.attempts(trialId!)).toEqual([]);
    expect(await store.readings.tests(trialId!)).toEqual([]);
    expect(await store.log.events(sweepId)).toEqual([]);

    sweepId = await store.queue.createSweep({ spec: fakeSpec(), file: '', source: '' });
    expect((await addTrials(1))[0]).toBeGreaterThan(trialId!);
  });

  test('keeps params of every JSON kind', async () => {
    const params = {
      a: 1e-7,
      b: 'x',
      c: null,
      d: [1, 2],
      e: { type: 'step', gamma: 0.1 },
      f: true,
    };
    const [trial] = await store.queue.add(sweepId, newTrials([params]));
    expect(await store.readings.trial(trial!.id)).toEqual({
      ...trial,
      params,
      state: 'queued',
      reports: [],
    });
  });

  test('refuses a second trial of one number', async () => {
    await addTrials(1);
    await expect(addTrials(1)).rejects.toThrow();
    expect(await store.readings.trials(sweepId)).toHaveLength(1);
  });

  test('lives a trial from queued to finished', async () => {
    const [trialId] = await addTrials(2);
    await store.queue.take([trialId!], PROVENANCE);
    expect((await store.readings.trial(trialId!))?.state).toBe('running');
    await store.log.report([{ trialId: trialId!, report: fakeReport(0, 0.5) }]);
    await store.log.report([{ trialId: trialId!, report: fakeReport(1, 0.6) }]);
    await store.queue.end([{ trialId: trialId!, state: 'finished', checkpointEpoch: 1 }]);
    expect(await store.readings.trial(trialId!)).toMatchObject({
      state: 'finished',
      reports: [fakeReport(0, 0.5), fakeReport(1, 0.6)],
    });
    expect(await store.readings.checkpointEpoch(trialId!)).toBe(1);
    expect(await store.readings.attempts(trialId!)).toMatchObject([
      { state: 'finished', error: null },
    ]);
    expect((await store.readings.sweep(sweepId))?.counts).toMatchObject({ queued: 1, finished: 1 });
  });

  test('starts no trial that is not queued', async () => {
    const [trialId] = await addTrials(1);
    await store.queue.take([trialId!], PROVENANCE);
    await expect(store.queue.take([trialId!], PROVENANCE)).rejects.toThrow('not queued');
    await store.queue.end([{ trialId: trialId!, state: 'finished' }]);
    await expect(store.queue.take([trialId!], PROVENANCE)).rejects.toThrow('not queued');
    expect(await store.readings.attempts(trialId!)).toHaveLength(1);
  });

  test('keeps right answers of the best epoch by either metric, and of the last', async () => {
    const [trialId] = await addTrials(1);
    await store.queue.take([trialId!], PROVENANCE);
    const values = [
      { accuracy: 0.5, loss: 2 },
      { accuracy: 0.9, loss: 1 },
      { accuracy: 0.7, loss: 0.5 },
      { accuracy: Number.NaN, loss: Number.NaN },
      { accuracy: 0.9, loss: 0.7 },
      { accuracy: 0.6, loss: 0.8 },
    ];
    const has: string[] = [];
    for (const [epoch, { accuracy, loss }] of values.entries()) {
      const { metrics } = fakeReport(epoch, accuracy);
      const report = fakeReport(epoch, accuracy, {
        metrics: { ...metrics, val_loss: loss },
        rights: Uint8Array.of(epoch, 255),
      });
      await store.log.report([{ trialId: trialId!, report }]);
      const { reports } = (await store.readings.trial(trialId!))!;
      has.push(reports.flatMap((each) => (each.rights ? [each.epoch] : [])).join(' '));
    }
    expect(has).toEqual(['0', '1', '1 2', '1 2 3', '1 2 4', '1 2 5']);
    const { reports } = (await store.readings.trial(trialId!))!;
    expect(reports[1]!.rights).toEqual(Uint8Array.of(1, 255));
    const at = [0, 1].map((epoch) => ({ trial: trialId!, epoch }));
    expect(await store.readings.rights(at.slice(0, 1))).toEqual(new Map());
    expect(await store.readings.rights(at)).toEqual(new Map([[trialId, Uint8Array.of(1, 255)]]));
  });

  test('drops reports and ends that come after the end', async () => {
    const [trialId] = await addTrials(1);
    await finish(trialId!, 0.5);
    await store.log.report([{ trialId: trialId!, report: fakeReport(1, 0.9) }]);
    await store.queue.end([
      { trialId: trialId!, state: 'failed', error: { code: 'E', message: 'm' } },
    ]);
    expect(await store.readings.trial(trialId!)).toMatchObject({
      state: 'finished',
      reports: [{ epoch: 0 }],
    });
    expect(await store.readings.attempts(trialId!)).toMatchObject([{ state: 'finished' }]);
  });

  test('an interrupted trial is queued again and starts without its old reports', async () => {
    const [trialId] = await addTrials(1);
    await store.queue.take([trialId!], PROVENANCE);
    await store.log.report([{ trialId: trialId!, report: fakeReport(0, 0.9) }]);
    await store.queue.end([{ trialId: trialId!, state: 'interrupted' }]);
    expect((await store.readings.trial(trialId!))?.state).toBe('queued');
    await finish(trialId!, 0.1);
    expect(
      (await store.readings.trial(trialId!))?.reports.map((report) => report.metrics.val_accuracy),
    ).toEqual([0.1]);
    expect((await store.readings.attempts(trialId!)).map(({ state }) => state)).toEqual([
      'interrupted',
      'finished',
    ]);
    expect(await store.readings.leaderboard(sweepId, byAccuracy)).toMatchObject([
      { value: 0.1, epochs: 1 },
    ]);
  });

  test('keeps why a trial failed', async () => {
    const [trialId] = await addTrials(1);
    const error = { code: 'E_UNEXPECTED', message: 'boom', stack: 'Error: boom\n at x' };
    await store.queue.take([trialId!], PROVENANCE);
    await store.queue.end([{ trialId: trialId!, state: 'failed', error }]);
    expect(await store.readings.attempts(trialId!)).toMatchObject([{ state: 'failed', error }]);
  });

  test('does with what a dead process left running as it is told, by how often one died', async () => {
    const [a, b] = await addTrials(2);
    await store.queue.take([a!], PROVENANCE);
    await store.log.report([{ trialId: a!, report: fakeReport(0, 0.5) }]);
    expect(await store.queue.recover(sweepId, twoLives)).toEqual({ requeued: 1, failed: 0 });
    expect((await store.readings.trial(a!))?.state).toBe('queued');
    expect(await store.readings.attempts(a!)).toMatchObject([{ state: 'crashed' }]);

    await store.queue.take([a!], PROVENANCE);
    await store.queue.take([b!], PROVENANCE);
    expect(await store.queue.recover(sweepId, twoLives)).toEqual({ requeued: 1, failed: 1 });
    expect((await store.readings.trial(a!))?.state).toBe('failed');
    expect((await store.readings.trial(b!))?.state).toBe('queued');
    expect((await store.readings.attempts(a!))[1]).toMatchObject({
      state: 'crashed',
      error: { code: 'E_CRASHED', message: 'died 2 times' },
    });
    expect((await store.log.events(sweepId, { trialId: a! })).at(-1)).toMatchObject({
      kind: 'crashed',
      message: 'died 2 times',
    });
    expect(await store.queue.recover(sweepId, twoLives)).toEqual({ requeued: 0, failed: 0 });
  });

  test('cohorts that run elsewhere outlive the process that listened to them', async () => {
    const [a, b, c] = await addTrials(3);
    await store.queue.take([a!, b!], PROVENANCE, undefined, { cohort: 'elsewhere' });
    await store.queue.take([c!], PROVENANCE);
    const recovered = await store.queue.recover(sweepId, twoLives, new Set(['elsewhere']));
    expect(recovered).toEqual({ requeued: 1, failed: 0 });
    const trials = await store.readings.trials(sweepId);
    expect(trials.map(({ state }) => state)).toEqual(['running', 'running', 'queued']);
  });

  test('a process that leaves at once leaves no crash', async () => {
    const [a] = await addTrials(1);
    await store.queue.take([a!], PROVENANCE);
    await store.queue.giveBack(sweepId);
    expect(await store.readings.sweep(sweepId)).toMatchObject({
      state: 'interrupted',
      counts: { queued: 1 },
    });
    expect(await store.readings.attempts(a!)).toMatchObject([{ state: 'interrupted' }]);
    expect(await store.queue.recover(sweepId, twoLives)).toEqual({ requeued: 0, failed: 0 });
  });

  test('a trial that has ended may run once more, and its attempts stay', async () => {
    const [a, b] = await addTrials(2);
    await store.queue.take([a!, b!], PROVENANCE);
    await store.queue.end([{ trialId: a!, state: 'failed', error: { code: 'E_X', message: 'x' } }]);
    await store.queue.requeue([a!, b!], 'asked for');
    expect((await store.readings.trial(a!))?.state).toBe('queued');
    expect((await store.readings.trial(b!))?.state).toBe('running');
    expect((await store.log.events(sweepId)).map(({ kind, trialId }) => [kind, trialId])).toEqual([
      ['requeued', a],
    ]);
    await store.queue.take([a!], PROVENANCE);
    expect((await store.readings.attempts(a!)).map(({ state }) => state)).toEqual([
      'failed',
      'running',
    ]);
  });

  test('a trial that was paused may end as it waits, and one that runs does not', async () => {
    const [a, b] = await addTrials(2);
    await store.queue.take([a!, b!], PROVENANCE);
    const paused = { code: 'E_PAUSED', message: 'others first' };
    await store.queue.end([{ trialId: a!, state: 'interrupted', error: paused }]);
    const error = { code: 'E_PRUNED', message: 'others were better' };
    await store.queue.endPaused(
      [a!, b!].map((trialId) => ({ trialId, state: 'stopped' as const, error })),
    );
    expect((await store.readings.trial(a!))?.state).toBe('stopped');
    expect((await store.readings.trial(b!))?.state).toBe('running');
    expect(await store.readings.attempts(a!)).toMatchObject([{ state: 'stopped', error }]);
    expect(await store.readings.attempts(b!)).toMatchObject([{ state: 'running', error: null }]);
  });

  test('a trial that runs once more has nothing of before held against it or for it', async () => {
    const [a] = await addTrials(1);
    const died = async (place: string) => {
      await store.queue.take([a!], PROVENANCE);
      await store.queue.recover(sweepId, ({ before }) => {
        const state = before.includes(place) ? 'failed' : 'queued';
        return { state, place, error: { code: 'E_CRASHED', message: 'died' } };
      });
      return (await store.readings.trial(a!))?.state;
    };
    expect([await died('0.1'), await died('0.1')]).toEqual(['queued', 'failed']);
    await store.queue.updateSweep(sweepId, { state: 'failed' });
    await store.queue.requeue([a!], 'asked for');
    expect((await store.readings.sweep(sweepId))?.state).toBe('interrupted');
    expect([await died('0.1'), await died('0.1')]).toEqual(['queued', 'failed']);

    await store.queue.requeue([a!], 'asked for');
    await store.queue.take([a!], PROVENANCE);
    const kept = { checkpointEpoch: 1, checkpointDigest: 'c' };
    await store.queue.end([{ trialId: a!, state: 'finished', ...kept }]);
    await store.queue.setNetwork(a!, 'n');
    await store.queue.requeue([a!], 'its weights are gone');
    expect(await store.readings.digests(a!)).toEqual({ checkpoint: null, network: null });
  });

  test('keeps events in order, of a sweep or of one trial', async () => {
    const [trialId] = await addTrials(1);
    await store.log.addEvent({ sweepId: sweepId, trialId: null, kind: 'started', message: 'one' });
    await store.log.addEvent({ sweepId: sweepId, trialId: trialId!, kind: 'note', message: 'two' });
    expect((await store.log.events(sweepId)).map(({ message }) => message)).toEqual(['one', 'two']);
    expect(await store.log.events(sweepId, { trialId: trialId! })).toMatchObject([
      { trialId, kind: 'note' },
    ]);
  });

  test('gives events from a cursor on, so that a watcher reads each once', async () => {
    const event = (message: string) => ({ sweepId, trialId: null, kind: 'note', message });
    await store.log.addEvent(event('one'));
    const [seen] = await store.log.events(sweepId);
    await store.log.addEvent(event('two'));
    const later = await store.log.events(sweepId, { after: seen!.id });
    expect(later.map(({ message }) => message)).toEqual(['two']);
    expect(await store.log.events(sweepId, { after: later[0]!.id })).toEqual([]);
  });

  test('keeps what a trial trains with, which run of which point it is, and what ran it', async () => {
    const [planned] = newTrials([{ learning_rate: 0.3 }]);
    const [trial] = await store.queue.add(sweepId, [{ ...planned!, point: 4, replicate: 2 }]);
    await store.queue.take([trial!.id], PROVENANCE);
    expect(await store.readings.trial(trial!.id)).toMatchObject({
      point: 4,
      replicate: 2,
      recipe: fakeRecipe({ learning_rate: 0.3 }),
    });
    const [attempt] = await store.readings.attempts(trial!.id);
    expect(attempt?.provenance).toEqual(PROVENANCE);
  });

  test('knows all attempts of a sweep, and which of them were taken together', async () => {
    const [a, b, c] = await addTrials(3);
    await store.queue.take([c!, a!], PROVENANCE, MADE, { cohort: '3-x' });
    await store.queue.end([{ trialId: a!, state: 'interrupted' }]);
    await store.queue.take([a!], PROVENANCE, MADE, { cohort: '1-y' });
    await store.queue.take([b!], PROVENANCE);
    const attempts = await store.readings.allAttempts(sweepId);
    expect(attempts.map(({ trialId, cohort, state }) => [trialId, cohort, state])).toEqual([
      [c, '3-x', 'running'],
      [a, '3-x', 'interrupted'],
      [a, '1-y', 'running'],
      [b, null, 'running'],
    ]);
    const other = await store.queue.createSweep({ spec: fakeSpec(), file: '', source: '' });
    expect(await store.readings.allAttempts(other)).toEqual([]);
  });

  test('takes the recipes of trials that were laid down without', async () => {
    const [planned] = newTrials([{}]);
    const [trial] = await store.queue.add(sweepId, [{ ...planned!, recipe: null }]);
    expect((await store.readings.trial(trial!.id))?.recipe).toBeNull();
    await store.queue.setRecipes(new Map([[trial!.id, fakeRecipe()]]));
    expect((await store.readings.trial(trial!.id))?.recipe).toEqual(fakeRecipe());
  });

  test('knows who crashed, who failed first, whose weights are there, without reading all', async () => {
    const [a, b, c] = await addTrials(3);
    expect(await store.readings.idRange(sweepId)).toEqual({ first: a, last: c });
    expect(await store.readings.firstFailure(sweepId)).toBeNull();
    await store.queue.take([a!, b!], PROVENANCE);
    await store.queue.recover(sweepId, twoLives);
    expect([...(await store.readings.deaths(sweepId)).keys()]).toEqual([a, b]);
    await store.queue.take([a!, b!, c!], PROVENANCE);
    await store.queue.end([
      { trialId: a!, state: 'finished', checkpointEpoch: 1 },
      { trialId: b!, state: 'failed', error: { code: 'E', message: 'first' } },
      { trialId: c!, state: 'failed', error: { code: 'E', message: 'second' } },
    ]);
    expect(await store.readings.withCheckpoint(sweepId)).toEqual([a]);
    expect(await store.readings.firstFailure(sweepId)).toEqual({ trialId: b, message: 'first' });
  });

  test('keeps what trials are made of, the latest change last', async () => {
    const [a, b, c] = await addTrials(3);
    const other = {
      change: 1,
      fingerprint: { ...MADE.fingerprint, classNames: ['cat'], data: 'd2' },
    };
    expect(await store.readings.madeOf(a!)).toBeNull();
    expect(await store.readings.allMadeOf(sweepId)).toEqual([]);
    await store.queue.take([c!], PROVENANCE, other);
    await store.queue.take([a!, b!], PROVENANCE, MADE);
    expect(await store.readings.madeOf(b!)).toEqual(MADE);
    expect(await store.readings.allMadeOf(sweepId)).toEqual([
      { ...MADE, trials: [a, b] },
      { ...other, trials: [c] },
    ]);
    // What is trained again is made of what it is trained on then.
    await store.queue.end([{ trialId: b!, state: 'interrupted' }]);
    await store.queue.take([b!], PROVENANCE, other);
    expect(await store.readings.madeOf(b!)).toEqual(other);
  });

  test('keeps a listing once, by its digest, until no sweep needs it', async () => {
    const listing = {
      classNames: ['cat'],
      files: [{ className: 'cat', split: 'train', path: 'train/cat/ä.png', digest: 'f' }],
    } as const;
    await store.queue.keepListing('d1', listing);
    await store.queue.keepListing('d1', listing);
    expect(await store.readings.listing('d1')).toEqual(listing);
    expect(await store.readings.listing('d2')).toBeNull();
    const [a] = await addTrials(1);
    await store.queue.take([a!], PROVENANCE, MADE);
    const second = await store.queue.createSweep({ spec: fakeSpec(), file: '/x', source: '' });
    await store.queue.deleteSweep(second);
    expect(await store.readings.listing('d1')).toEqual(listing);
    await store.queue.deleteSweep(sweepId);
    expect(await store.readings.listing('d1')).toBeNull();
  });

  test('ranks no trial that comes after a change of what trials are made of', async () => {
    const [a, b, c] = await addTrials(3);
    await finish(a!, 0.5);
    await finish(c!, 0.7);
    await store.queue.take([b!], PROVENANCE, { ...MADE, change: 1 });
    await store.log.report([{ trialId: b!, report: fakeReport(0, 0.9) }]);
    await store.queue.end([{ trialId: b!, state: 'finished' }]);
    const rows = await store.readings.leaderboard(sweepId, byAccuracy);
    expect(rows.map(({ trial, rank, change }) => [trial, rank, change])).toEqual([
      [c, 1, 0],
      [a, 2, 0],
      [b, null, 1],
    ]);
  });

  test("keeps the digests of a trial's files for as long as the files are its own", async () => {
    const [a] = await addTrials(1);
    const none = { checkpoint: null, network: null };
    expect(await store.readings.digests(a!)).toEqual(none);
    await store.queue.take([a!], PROVENANCE);
    await store.queue.end([
      { trialId: a!, state: 'interrupted', checkpointEpoch: 1, checkpointDigest: 'c1' },
    ]);
    await store.queue.setNetwork(a!, 'n1');
    expect(await store.readings.digests(a!)).toEqual({ checkpoint: 'c1', network: 'n1' });
    await store.queue.setCheckpointEpoch(a!, 0);
    expect((await store.readings.digests(a!)).checkpoint).toBe('c1');
    await store.queue.setCheckpointEpoch(a!, null);
    expect(await store.readings.digests(a!)).toEqual({ checkpoint: null, network: 'n1' });
    await store.queue.take([a!], PROVENANCE);
    expect(await store.readings.digests(a!)).toEqual(none);
  });

  test('adds up what finished trials of the latest sweeps on a backend would have taken alone', async () => {
    const [a, b] = await addTrials(2);
    await finish(a!, 0.5, 0.6);
    await store.queue.take([b!], PROVENANCE);
    await store.log.report([{ trialId: b!, report: fakeReport(0, 0.5) }]);
    await store.queue.updateSweep(sweepId, { backend: 'wasm' });
    expect(await store.readings.trained('wasm', 5)).toEqual([
      { recipe: fakeRecipe({ learning_rate: 0.1 }), soloSeconds: 4 },
    ]);
    expect(await store.readings.trained('tensorflow', 5)).toEqual([]);
  });

  test('takes effect in the order of the calls, whoever waits for them', async () => {
    const [a] = await addTrials(1);
    const calls = [
      store.queue.take([a!], PROVENANCE),
      store.log.report([{ trialId: a!, report: fakeReport(0, 0.5) }]),
      store.queue.end([{ trialId: a!, state: 'finished' }]),
    ];
    expect(await store.readings.trial(a!)).toMatchObject({ state: 'finished', reports: [{}] });
    await Promise.all(calls);
  });

  test('says what trials come to as the order of reports does', async () => {
    const ids = await addTrials(4);
    await finish(ids[0]!, 0.2, 0.6, 0.6, 0.3);
    await finish(ids[1]!, Number.NaN, 0.5);
    await finish(ids[2]!, Number.NaN, Number.NaN);
    for (const metric of [
      { name: 'val_accuracy', goal: 'maximize' },
      { name: 'val_accuracy', goal: 'minimize' },
      { name: 'val_loss', goal: 'minimize' },
    ] as const) {
      const standings = await store.readings.standings(ids, metric);
      expect([...standings.keys()]).toEqual(ids.slice(0, 3));
      for (const { id, reports } of await store.readings.trials(sweepId)) {
        expect(standings.get(id)).toEqual(standingReport(reports, metric, 'best')?.metrics);
        const objectives = [metric, { name: 'train_loss', goal: 'minimize' }] as const;
        expect(standingLosses(reports, objectives)).toEqual(
          reports.length === 0 ? [] : lossesOf(standings.get(id)!, objectives),
        );
      }
    }
  });

  test('gives curves apart from trials, of which those that ended can leave theirs out', async () => {
    const [a, b, c] = await addTrials(3);
    await finish(a!, 0.5, Number.NaN, 0.7);
    await store.queue.take([b!], PROVENANCE);
    await store.log.report([{ trialId: b!, report: fakeReport(0, 0.25) }]);
    expect(await store.readings.curves([a!, c!], 'val_accuracy')).toEqual(
      new Map([
        [a, [0.5, Number.NaN, 0.7]],
        [c, []],
      ]),
    );
    const lengths = (trials: readonly Trial[]) => trials.map(({ reports }) => reports.length);
    expect(lengths(await store.readings.trials(sweepId))).toEqual([3, 1, 0]);
    expect(lengths(await store.readings.trials(sweepId, { reports: 'open' }))).toEqual([0, 1, 0]);
  });

  test('tells nobody that a sweep is lost while it is held', async () => {
    let lost = 0;
    await store.queue.lock(sweepId, () => {
      lost += 1;
    });
    await addTrials(1);
    await store.queue.lock(sweepId);
    await store.queue.unlock(sweepId);
    expect(lost).toBe(0);
  });

  test('keeps every reading of the test split', async () => {
    const [trialId] = await addTrials(1);
    await store.log.addTest({ trialId: trialId!, images: 10, loss: 1.5, accuracy: 0.5 });
    await store.log.addTest({ trialId: trialId!, images: 10, loss: Number.NaN, accuracy: 0.5 });
    expect(await store.readings.tests(trialId!)).toMatchObject([
      { images: 10, loss: 1.5, accuracy: 0.5 },
      { loss: Number.NaN },
    ]);
  });

  describe('its leaderboard', () => {
    test('ranks by the best epoch or by the last', async () => {
      const [a, b] = await addTrials(2);
      await finish(a!, 0.9, 0.2);
      await finish(b!, 0.5, 0.6);
      expect(await store.readings.leaderboard(sweepId, byAccuracy)).toMatchObject([
        { rank: 1, trial: a, value: 0.9, epoch: 0, epochs: 2, seconds: 4 },
        { rank: 2, trial: b, value: 0.6, epoch: 1 },
      ]);
      expect(
        await store.readings.leaderboard(sweepId, { ...byAccuracy, rule: 'last' }),
      ).toMatchObject([
        { rank: 1, trial: b, value: 0.6, epoch: 1 },
        { rank: 2, trial: a, value: 0.2, epoch: 1 },
      ]);
    });

    test('ranks by any metric in either direction', async () => {
      const [a, b] = await addTrials(2);
      await finish(a!, 0.9, 0.2);
      await finish(b!, 0.5, 0.6);
      const values = async (query: Partial<LeaderboardQuery>) =>
        (await store.readings.leaderboard(sweepId, { ...byAccuracy, ...query })).map((row) => [
          row.trial,
          row.value,
        ]);
      expect(await values({ metric: 'val_loss', goal: 'minimize' })).toEqual([
        [a, 2 - 0.9],
        [b, 2 - 0.6],
      ]);
      expect(await values({ metric: 'train_loss', goal: 'maximize' })).toEqual([
        [a, 1 - 0.2],
        [b, 0.5],
      ]);
      expect(await values({ metric: 'train_accuracy', goal: 'minimize' })).toEqual([
        [a, 0.2],
        [b, 0.5],
      ]);
    });

    test('takes the earliest of equal epochs, and the lower number of equal trials', async () => {
      const [a, b] = await addTrials(2);
      await finish(b!, 0.5, 0.5);
      await finish(a!, 0.1, 0.5, 0.5);
      expect(await store.readings.leaderboard(sweepId, byAccuracy)).toMatchObject([
        { rank: 1, trial: a, epoch: 1 },
        { rank: 2, trial: b, epoch: 0 },
      ]);
    });

    test('lets no other state outrank a finished trial', async () => {
      const [diverged, failed, stopped, running, queued, finished, unseen] = await addTrials(7);
      for (const id of [diverged, failed, stopped, running, queued]) {
        await store.queue.take([id!], PROVENANCE);
        await store.log.report([{ trialId: id!, report: fakeReport(0, 0.99) }]);
      }
      await store.queue.end([{ trialId: diverged!, state: 'diverged' }]);
      await store.queue.end([{ trialId: failed!, state: 'failed' }]);
      await store.queue.end([{ trialId: stopped!, state: 'stopped' }]);
      await store.queue.end([{ trialId: queued!, state: 'interrupted' }]);
      await finish(finished!, 0.1);
      const rows = await store.readings.leaderboard(sweepId, byAccuracy);
      expect(rows.map(({ trial }) => trial)).toEqual([
        finished,
        stopped,
        running,
        queued,
        diverged,
        failed,
      ]);
      expect(rows.map(({ rank }) => rank)).toEqual([1, null, null, null, null, null]);
      expect(rows.map(({ trial }) => trial)).not.toContain(unseen);
    });

    test('shows a trial that ended before its first report', async () => {
      const [a] = await addTrials(1);
      await store.queue.take([a!], PROVENANCE);
      await store.queue.end([{ trialId: a!, state: 'failed' }]);
      expect(await store.readings.leaderboard(sweepId, byAccuracy)).toMatchObject([
        { rank: null, trial: a, value: null, epoch: null, epochs: 0, seconds: 0 },
      ]);
    });

    test('puts what is no number last, and gives it no rank', async () => {
      const [nan, some, infinite] = await addTrials(3);
      await finish(nan!, Number.NaN);
      await finish(some!, Number.NaN, 0.1);
      await finish(infinite!, Number.POSITIVE_INFINITY);
      const rows = await store.readings.leaderboard(sweepId, byAccuracy);
      expect(rows.map(({ trial, value, rank }) => [trial, value, rank])).toEqual([
        [some, 0.1, 1],
        [nan, null, null],
        [infinite, null, null],
      ]);
      expect((await store.readings.trial(nan!))?.reports[0]?.metrics.val_accuracy).toBeNaN();
    });

    test('filters by state and by parameter, and counts ranks among what is left', async () => {
      const trials = await store.queue.add(
        sweepId,
        newTrials([
          { lr: 0.001, scheduler: 'cosine', nesterov: true },
          { lr: 1e-7, scheduler: { type: 'step', gamma: 0.1 }, nesterov: false },
          { lr: 1, scheduler: 'cosine', nesterov: true },
        ]),
      );
      for (const [index, { id }] of trials.entries()) await finish(id, 0.9 - index / 10);
      const numbers = async (where: LeaderboardQuery['where']) =>
        (await store.readings.leaderboard(sweepId, { ...byAccuracy, where: where! })).map(
          (row) => row.number,
        );
      expect(await numbers({ scheduler: 'cosine' })).toEqual([0, 2]);
      expect(await numbers({ scheduler: 'step' })).toEqual([1]);
      expect(await numbers({ scheduler: { type: 'step', gamma: 0.1 } })).toEqual([1]);
      expect(await numbers({ lr: 1e-7 })).toEqual([1]);
      expect(await numbers({ lr: 1, nesterov: true })).toEqual([2]);
      expect(await numbers({ nesterov: false })).toEqual([1]);
      expect(await numbers({ unheard_of: 1 })).toEqual([]);
      expect(await numbers({ momentum: null })).toEqual([0, 1, 2]);
      expect(await numbers({ scheduler: null })).toEqual([]);
      expect(
        (await store.readings.leaderboard(sweepId, { ...byAccuracy, where: { lr: 1 } })).map(
          ({ rank }) => rank,
        ),
      ).toEqual([1]);
      expect(
        await store.readings.leaderboard(sweepId, { ...byAccuracy, states: ['failed'] }),
      ).toEqual([]);
      expect(
        await store.readings.leaderboard(sweepId, { ...byAccuracy, states: ['finished'] }),
      ).toHaveLength(3);
      expect(await store.readings.leaderboard(sweepId, { ...byAccuracy, top: 2 })).toHaveLength(2);
    });

    test('is in the one order that all of the program goes by', async () => {
      const ids = await addTrials(24);
      for (const [place, id] of ids.entries()) {
        await store.queue.take([id], PROVENANCE);
        const accuracy = [0.2, Number.NaN, 0.7, 0.7][place % 4]!;
        await store.log.report([{ trialId: id, report: fakeReport(0, accuracy) }]);
        const state = (['finished', 'stopped', 'diverged', 'failed', null] as const)[place % 5];
        if (state) await store.queue.end([{ trialId: id, state }]);
      }
      const metric = { name: 'val_accuracy', goal: 'maximize' } as const;
      const expected = (await store.readings.trials(sweepId))
        .map(({ id, number, state, reports: [report] }) => {
          return { id, number, state, loss: lossOf(report!.metrics, metric) };
        })
        .sort(byStanding);
      const rows = await store.readings.leaderboard(sweepId, byAccuracy);
      expect(rows.map(({ trial }) => trial)).toEqual(expected.map(({ id }) => id));
    });

    test('puts what is outside bounds behind the rest of its state, without a rank', async () => {
      const ids = await addTrials(4);
      await finish(ids[0]!, 0.1, 0.8);
      await finish(ids[1]!, 0.6);
      await finish(ids[2]!, 0.5, 0.7);
      await store.queue.take([ids[3]!], PROVENANCE);
      await store.log.report([{ trialId: ids[3]!, report: fakeReport(0, 0.9) }]);
      const objectives = [
        { name: 'val_accuracy', goal: 'maximize' },
        { name: 'training_seconds', goal: 'minimize', max: 2 },
      ] as const;
      const rows = await store.readings.leaderboard(sweepId, { ...byAccuracy, objectives });
      expect(rows.map(({ rank, trial, feasible }) => [rank, trial, feasible])).toEqual([
        [1, ids[1], true],
        [null, ids[0], false],
        [null, ids[2], false],
        [null, ids[3], true],
      ]);
      for (const { trial, epoch, feasible, metrics } of rows) {
        const reports = (await store.readings.trial(trial))!.reports;
        expect(metrics).toEqual(reports[epoch!]!.metrics);
        expect(feasible).toBe(keepsBounds(metrics!, objectives));
      }
      const plain = await store.readings.leaderboard(sweepId, byAccuracy);
      expect(plain.map(({ rank, metrics }) => [rank, metrics])).toEqual([
        ...[1, 2, 3].map((rank) => [rank, null]),
        [null, null],
      ]);
    });

    test('by another metric takes the epoch that stands by its own', async () => {
      const ids = await addTrials(2);
      await finish(ids[0]!, 0.1, 0.2, 0.8);
      await finish(ids[1]!, 0.1, 0.6, 0.5);
      const rows = await store.readings.leaderboard(sweepId, {
        ...{ metric: 'training_seconds', goal: 'minimize', rule: 'best' },
        by: { name: 'val_accuracy', goal: 'maximize' },
      });
      expect(rows.map(({ trial, epoch, value }) => [trial, epoch, value])).toEqual([
        [ids[1], 1, 4],
        [ids[0], 2, 6],
      ]);
    });

    test('holds the trials of its own sweep only', async () => {
      const [a] = await addTrials(1);
      await finish(a!, 0.5);
      const other = await store.queue.createSweep({ spec: fakeSpec(), file: '', source: '' });
      expect(await store.readings.leaderboard(other, byAccuracy)).toEqual([]);
    });
  });

  describe('what changed since a cursor', () => {
    const since = async (cursor?: string) => {
      const changes = (await store.log.changes(cursor))!;
      return { ...changes, trials: [...changes.trials] };
    };

    test('is nothing without one, and nothing right after', async () => {
      await addTrials(2);
      const now = await since();
      expect(now).toMatchObject({ sweeps: [], trials: [] });
      expect(await since(now.cursor)).toEqual(now);
    });

    test('is each sweep and trial once, whatever happened to it', async () => {
      const ids = await addTrials(3);
      const other = await store.queue.createSweep({ spec: fakeSpec(), file: '', source: '' });
      const { cursor } = await since();
      await finish(ids[1]!, 0.1, 0.2);
      await store.queue.updateSweep(other, { state: 'finished' });
      const [added] = await store.queue.add(other, newTrials([{}]));
      await store.queue.take([added!.id], PROVENANCE);
      const changes = await since(cursor);
      expect(changes.sweeps).toEqual([other]);
      expect(changes.trials).toEqual([
        [sweepId, [ids[1]]],
        [other, [added!.id]],
      ]);
      expect(await since(changes.cursor)).toMatchObject({ sweeps: [], trials: [] });
    });

    test('holds what was laid down, taken, reported, ended, tested and told of', async () => {
      const acts: readonly ((id: number) => Promise<void>)[] = [
        (id) => store.queue.take([id], PROVENANCE),
        (id) => store.log.report([{ trialId: id, report: fakeReport(0, 0.5) }]),
        (id) => store.log.addEvent({ sweepId, trialId: id, kind: 'note', message: 'x' }),
        (id) => store.queue.end([{ trialId: id, state: 'finished' }]),
        (id) => store.queue.setCheckpointEpoch(id, 0),
        (id) => store.log.addTest({ trialId: id, images: 1, loss: 1, accuracy: 0 }),
      ];
      let { cursor } = await since();
      const [id] = await addTrials(1);
      for (const act of [() => Promise.resolve(), ...acts]) {
        await act(id!);
        const changes = await since(cursor);
        expect(changes.trials).toEqual([[sweepId, [id]]]);
        cursor = changes.cursor;
      }
    });

    test('names a sweep that is gone, and none of its trials', async () => {
      const ids = await addTrials(2);
      const other = await store.queue.createSweep({ spec: fakeSpec(), file: '', source: '' });
      const { cursor } = await since();
      await finish(ids[0]!, 0.1);
      await store.queue.deleteSweep(other);
      const { sweeps, trials } = await since(cursor);
      expect({ sweeps, trials }).toEqual({ sweeps: [other], trials: [[sweepId, [ids[0]]]] });
      expect(await store.readings.sweep(other)).toBeUndefined();
    });

    test('is not known of a cursor of another database', async () => {
      const { cursor } = await since();
      for (const other of [
        '',
        'x',
        '-',
        `1${cursor}`,
        `${cursor}0`,
        '20200101-1',
        '20200101-0',
        '-0',
        "1' or 1",
      ]) {
        expect(await store.log.changes(other)).toBeNull();
      }
    });

    test('goes with a stamp that differs after every write', async () => {
      const before = await store.readings.stamp();
      expect(await store.readings.stamp()).toBe(before);
      await addTrials(1);
      expect(await store.readings.stamp()).not.toBe(before);
    });
  });

  test('a leaderboard of some trials alone is that of all without the others', async () => {
    const ids = await addTrials(4);
    for (const [index, id] of ids.entries()) await finish(id, index / 10);
    const all = await store.readings.leaderboard(sweepId, byAccuracy);
    const some = await store.readings.leaderboard(sweepId, {
      ...byAccuracy,
      trials: [ids[0]!, ids[2]!],
    });
    const trials = all.map(({ trial }) => trial).filter((id) => id === ids[0] || id === ids[2]);
    expect(some.map(({ trial }) => trial)).toEqual(trials);
  });
}
