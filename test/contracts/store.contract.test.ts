import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { LeaderboardQuery, Store } from '../../src/store/port.js';
import { openStore } from '../../src/store/sqlite/sqlite-store.js';
import { fakeReport, fakeSpec } from '../fakes/specs.js';

const folder = mkdtempSync(join(tmpdir(), 'thaw-store-'));

const kinds: readonly { kind: string; open: () => Store }[] = [
  { kind: 'in memory', open: () => openStore(':memory:') },
  { kind: 'on disk', open: () => openStore(join(folder, 'new', 'thaw.sqlite')) },
];

const byAccuracy: LeaderboardQuery = { metric: 'val_accuracy', goal: 'maximize', rule: 'best' };

describe.each(kinds)('a store $kind', ({ open }) => {
  let store: Store;
  let sweepId: number;

  beforeEach(() => {
    store = open();
    sweepId = store.createSweep({ spec: fakeSpec(), file: '/x/a.yaml', source: 'method: grid\n' });
  });
  afterEach(() => {
    store.close();
    rmSync(folder, { recursive: true, force: true });
  });

  function addTrials(count: number): readonly number[] {
    const rows = Array.from({ length: count }, (_, number) => ({
      number,
      params: { learning_rate: (number + 1) / 10 },
    }));
    return store.addTrials(sweepId, rows).map(({ id }) => id);
  }

  function finish(trialId: number, ...accuracies: readonly number[]): void {
    store.startTrials([trialId]);
    accuracies.forEach((accuracy, epoch) => {
      store.report(trialId, fakeReport(epoch, accuracy));
    });
    store.finishTrial({ trialId, state: 'finished' });
  }

  test('gives a sweep back as it was created', () => {
    expect(store.sweep(sweepId)).toMatchObject({
      id: sweepId,
      name: 'fake',
      state: 'running',
      spec: fakeSpec(),
      file: '/x/a.yaml',
      source: 'method: grid\n',
      classNames: null,
      backend: null,
      counts: { queued: 0, running: 0, finished: 0, stopped: 0, diverged: 0, failed: 0 },
    });
    expect(store.sweep(99)).toBeUndefined();
  });

  test('changes only what an update names', () => {
    store.updateSweep(sweepId, { backend: 'wasm', classNames: ['cat', 'dog'] });
    store.updateSweep(sweepId, { state: 'finished' });
    expect(store.sweep(sweepId)).toMatchObject({
      state: 'finished',
      backend: 'wasm',
      classNames: ['cat', 'dog'],
    });
  });

  test('lists the newest sweep first', () => {
    const second = store.createSweep({ spec: fakeSpec({ name: 'b' }), file: 'b', source: '' });
    expect(store.sweeps().map(({ id }) => id)).toEqual([second, sweepId]);
  });

  test('removes a sweep with all that hangs on it, and uses no id twice', () => {
    const [trialId] = addTrials(1);
    finish(trialId!, 0.5);
    store.addEvent(sweepId, trialId!, 'note', 'x');
    store.addTest({ trialId: trialId!, images: 10, loss: 1, accuracy: 0.5 });
    store.deleteSweep(sweepId);
    expect(store.sweep(sweepId)).toBeUndefined();
    expect(store.trial(trialId!)).toBeUndefined();
    expect(store.attempts(trialId!)).toEqual([]);
    expect(store.tests(trialId!)).toEqual([]);
    expect(store.events(sweepId)).toEqual([]);

    sweepId = store.createSweep({ spec: fakeSpec(), file: '', source: '' });
    expect(addTrials(1)[0]).toBeGreaterThan(trialId!);
  });

  test('keeps params of every JSON kind', () => {
    const params = {
      a: 1e-7,
      b: 'x',
      c: null,
      d: [1, 2],
      e: { type: 'step', gamma: 0.1 },
      f: true,
    };
    const [trial] = store.addTrials(sweepId, [{ number: 0, params }]);
    expect(store.trial(trial!.id)).toEqual({ ...trial, params, state: 'queued', reports: [] });
  });

  test('refuses a second trial of one number', () => {
    addTrials(1);
    expect(() => addTrials(1)).toThrow();
    expect(store.trials(sweepId)).toHaveLength(1);
  });

  test('lives a trial from queued to finished', () => {
    const [trialId] = addTrials(2);
    store.startTrials([trialId!]);
    expect(store.trial(trialId!)?.state).toBe('running');
    store.report(trialId!, fakeReport(0, 0.5));
    store.report(trialId!, fakeReport(1, 0.6));
    store.finishTrial({ trialId: trialId!, state: 'finished', checkpointEpoch: 1 });
    expect(store.trial(trialId!)).toMatchObject({
      state: 'finished',
      reports: [fakeReport(0, 0.5), fakeReport(1, 0.6)],
    });
    expect(store.checkpointEpoch(trialId!)).toBe(1);
    expect(store.attempts(trialId!)).toMatchObject([{ state: 'finished', error: null }]);
    expect(store.sweep(sweepId)?.counts).toMatchObject({ queued: 1, finished: 1 });
  });

  test('starts no trial that is not queued', () => {
    const [trialId] = addTrials(1);
    store.startTrials([trialId!]);
    expect(() => store.startTrials([trialId!])).toThrow('not queued');
    store.finishTrial({ trialId: trialId!, state: 'finished' });
    expect(() => store.startTrials([trialId!])).toThrow('not queued');
    expect(store.attempts(trialId!)).toHaveLength(1);
  });

  test('drops reports and ends that come after the end', () => {
    const [trialId] = addTrials(1);
    finish(trialId!, 0.5);
    store.report(trialId!, fakeReport(1, 0.9));
    store.finishTrial({ trialId: trialId!, state: 'failed', error: { code: 'E', message: 'm' } });
    expect(store.trial(trialId!)).toMatchObject({ state: 'finished', reports: [{ epoch: 0 }] });
    expect(store.attempts(trialId!)).toMatchObject([{ state: 'finished' }]);
  });

  test('an interrupted trial is queued again and starts without its old reports', () => {
    const [trialId] = addTrials(1);
    store.startTrials([trialId!]);
    store.report(trialId!, fakeReport(0, 0.9));
    store.finishTrial({ trialId: trialId!, state: 'interrupted' });
    expect(store.trial(trialId!)?.state).toBe('queued');
    finish(trialId!, 0.1);
    expect(store.trial(trialId!)?.reports.map((report) => report.valAccuracy)).toEqual([0.1]);
    expect(store.attempts(trialId!).map(({ state }) => state)).toEqual(['interrupted', 'finished']);
    expect(store.leaderboard(sweepId, byAccuracy)).toMatchObject([{ value: 0.1, epochs: 1 }]);
  });

  test('keeps why a trial failed', () => {
    const [trialId] = addTrials(1);
    const error = { code: 'E_UNEXPECTED', message: 'boom', stack: 'Error: boom\n at x' };
    store.startTrials([trialId!]);
    store.finishTrial({ trialId: trialId!, state: 'failed', error });
    expect(store.attempts(trialId!)).toMatchObject([{ state: 'failed', error }]);
  });

  test('queues what a dead process left running, and gives up after the second time', () => {
    const [a, b] = addTrials(2);
    store.startTrials([a!]);
    store.report(a!, fakeReport(0, 0.5));
    expect(store.recoverSweep(sweepId)).toEqual({ requeued: 1, failed: 0 });
    expect(store.trial(a!)?.state).toBe('queued');
    expect(store.attempts(a!)).toMatchObject([{ state: 'crashed' }]);

    store.startTrials([a!]);
    store.startTrials([b!]);
    expect(store.recoverSweep(sweepId)).toEqual({ requeued: 1, failed: 1 });
    expect(store.trial(a!)?.state).toBe('failed');
    expect(store.trial(b!)?.state).toBe('queued');
    expect(store.attempts(a!)[1]).toMatchObject({ state: 'crashed', error: { code: 'E_CRASHED' } });
    expect(store.events(sweepId, a!).at(-1)).toMatchObject({
      kind: 'crashed',
      message: expect.stringContaining('not tried again'),
    });
    expect(store.recoverSweep(sweepId)).toEqual({ requeued: 0, failed: 0 });
  });

  test('a process that leaves at once leaves no crash', () => {
    const [a] = addTrials(1);
    store.startTrials([a!]);
    store.interruptSweep(sweepId);
    expect(store.sweep(sweepId)).toMatchObject({ state: 'interrupted', counts: { queued: 1 } });
    expect(store.attempts(a!)).toMatchObject([{ state: 'interrupted' }]);
    expect(store.recoverSweep(sweepId)).toEqual({ requeued: 0, failed: 0 });
  });

  test('keeps events in order, of a sweep or of one trial', () => {
    const [trialId] = addTrials(1);
    store.addEvent(sweepId, null, 'started', 'one');
    store.addEvent(sweepId, trialId!, 'note', 'two');
    expect(store.events(sweepId).map(({ message }) => message)).toEqual(['one', 'two']);
    expect(store.events(sweepId, trialId!)).toMatchObject([{ trialId, kind: 'note' }]);
  });

  test('keeps every reading of the test split', () => {
    const [trialId] = addTrials(1);
    store.addTest({ trialId: trialId!, images: 10, loss: 1.5, accuracy: 0.5 });
    store.addTest({ trialId: trialId!, images: 10, loss: Number.NaN, accuracy: 0.5 });
    expect(store.tests(trialId!)).toMatchObject([
      { images: 10, loss: 1.5, accuracy: 0.5 },
      { loss: Number.NaN },
    ]);
  });

  describe('its leaderboard', () => {
    test('ranks by the best epoch or by the last', () => {
      const [a, b] = addTrials(2);
      finish(a!, 0.9, 0.2);
      finish(b!, 0.5, 0.6);
      expect(store.leaderboard(sweepId, byAccuracy)).toMatchObject([
        { rank: 1, trial: a, value: 0.9, epoch: 0, epochs: 2, seconds: 4 },
        { rank: 2, trial: b, value: 0.6, epoch: 1 },
      ]);
      expect(store.leaderboard(sweepId, { ...byAccuracy, rule: 'last' })).toMatchObject([
        { rank: 1, trial: b, value: 0.6, epoch: 1 },
        { rank: 2, trial: a, value: 0.2, epoch: 1 },
      ]);
    });

    test('ranks by any metric in either direction', () => {
      const [a, b] = addTrials(2);
      finish(a!, 0.9, 0.2);
      finish(b!, 0.5, 0.6);
      const values = (query: Partial<LeaderboardQuery>) =>
        store
          .leaderboard(sweepId, { ...byAccuracy, ...query })
          .map((row) => [row.trial, row.value]);
      expect(values({ metric: 'val_loss', goal: 'minimize' })).toEqual([
        [a, 2 - 0.9],
        [b, 2 - 0.6],
      ]);
      expect(values({ metric: 'train_loss', goal: 'maximize' })).toEqual([
        [a, 1 - 0.2],
        [b, 0.5],
      ]);
      expect(values({ metric: 'train_accuracy', goal: 'minimize' })).toEqual([
        [a, 0.2],
        [b, 0.5],
      ]);
    });

    test('takes the earliest of equal epochs, and the lower number of equal trials', () => {
      const [a, b] = addTrials(2);
      finish(b!, 0.5, 0.5);
      finish(a!, 0.1, 0.5, 0.5);
      expect(store.leaderboard(sweepId, byAccuracy)).toMatchObject([
        { rank: 1, trial: a, epoch: 1 },
        { rank: 2, trial: b, epoch: 0 },
      ]);
    });

    test('lets no other state outrank a finished trial', () => {
      const [diverged, failed, stopped, running, queued, finished, unseen] = addTrials(7);
      for (const id of [diverged, failed, stopped, running, queued]) {
        store.startTrials([id!]);
        store.report(id!, fakeReport(0, 0.99));
      }
      store.finishTrial({ trialId: diverged!, state: 'diverged' });
      store.finishTrial({ trialId: failed!, state: 'failed' });
      store.finishTrial({ trialId: stopped!, state: 'stopped' });
      store.finishTrial({ trialId: queued!, state: 'interrupted' });
      finish(finished!, 0.1);
      const rows = store.leaderboard(sweepId, byAccuracy);
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

    test('shows a trial that ended before its first report', () => {
      const [a] = addTrials(1);
      store.startTrials([a!]);
      store.finishTrial({ trialId: a!, state: 'failed' });
      expect(store.leaderboard(sweepId, byAccuracy)).toMatchObject([
        { rank: null, trial: a, value: null, epoch: null, epochs: 0, seconds: 0 },
      ]);
    });

    test('puts what is no number last, and gives it no rank', () => {
      const [nan, some, infinite] = addTrials(3);
      finish(nan!, Number.NaN);
      finish(some!, Number.NaN, 0.1);
      finish(infinite!, Number.POSITIVE_INFINITY);
      const rows = store.leaderboard(sweepId, byAccuracy);
      expect(rows.map(({ trial, value, rank }) => [trial, value, rank])).toEqual([
        [some, 0.1, 1],
        [nan, null, null],
        [infinite, null, null],
      ]);
      expect(store.trial(nan!)?.reports[0]?.valAccuracy).toBeNaN();
    });

    test('filters by state and by parameter, and counts ranks among what is left', () => {
      const trials = store.addTrials(sweepId, [
        { number: 0, params: { lr: 0.001, scheduler: 'cosine', nesterov: true } },
        {
          number: 1,
          params: { lr: 1e-7, scheduler: { type: 'step', gamma: 0.1 }, nesterov: false },
        },
        { number: 2, params: { lr: 1, scheduler: 'cosine', nesterov: true } },
      ]);
      trials.forEach(({ id }, index) => {
        finish(id, 0.9 - index / 10);
      });
      const numbers = (where: LeaderboardQuery['where']) =>
        store.leaderboard(sweepId, { ...byAccuracy, where: where! }).map((row) => row.number);
      expect(numbers({ scheduler: 'cosine' })).toEqual([0, 2]);
      expect(numbers({ scheduler: 'step' })).toEqual([1]);
      expect(numbers({ scheduler: { type: 'step', gamma: 0.1 } })).toEqual([1]);
      expect(numbers({ lr: 1e-7 })).toEqual([1]);
      expect(numbers({ lr: 1, nesterov: true })).toEqual([2]);
      expect(numbers({ nesterov: false })).toEqual([1]);
      expect(numbers({ unheard_of: 1 })).toEqual([]);
      expect(
        store.leaderboard(sweepId, { ...byAccuracy, where: { lr: 1 } }).map(({ rank }) => rank),
      ).toEqual([1]);
      expect(store.leaderboard(sweepId, { ...byAccuracy, states: ['failed'] })).toEqual([]);
      expect(store.leaderboard(sweepId, { ...byAccuracy, states: ['finished'] })).toHaveLength(3);
      expect(store.leaderboard(sweepId, { ...byAccuracy, top: 2 })).toHaveLength(2);
    });

    test('holds the trials of its own sweep only', () => {
      const [a] = addTrials(1);
      finish(a!, 0.5);
      const other = store.createSweep({ spec: fakeSpec(), file: '', source: '' });
      expect(store.leaderboard(other, byAccuracy)).toEqual([]);
    });
  });
});
