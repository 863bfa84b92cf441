import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { StoreError } from '../../../src/core/errors.js';
import type { Store } from '../../../src/store/port.js';
import { openStore, type PostgresOptions } from '../../../src/store/postgres/postgres-store.js';
import { fakeReport, fakeSpec, newTrials, PROVENANCE } from '../../fakes/specs.js';
import { type Cable, layCable } from '../../postgres/cable.js';
import { describeWithPostgres } from '../../postgres/describe.js';
import { sharedPostgres } from '../../postgres/server.js';

let cable: Cable;
let direct: string;
let store: Store;
let sweepId: number;
let trialId: number;
let notes: string[];
let lost: number;

async function open(options: PostgresOptions = {}): Promise<void> {
  store = await openStore(cable.place, { onNote: (note) => notes.push(note), ...options });
  sweepId = await store.queue.createSweep({ spec: fakeSpec(), file: '', source: '' });
  await store.queue.lock(sweepId, () => {
    lost += 1;
  });
  const [trial] = await store.queue.add(sweepId, newTrials([{}]));
  trialId = trial!.id;
  await store.queue.take([trialId], PROVENANCE);
}

const report = (epoch: number) => store.log.report([{ trialId, report: fakeReport(epoch, 0.5) }]);
const failureOf = (call: Promise<unknown>): Promise<StoreError> =>
  call.then(
    () => Promise.reject(new Error('nothing was thrown')),
    (error) => error,
  );

/** What is in the database, by another way. */
async function stored() {
  // Reports may wait still.
  await store.readings.sweep(sweepId).catch(() => undefined);
  const other = await openStore(direct, { access: 'read' });
  try {
    const trial = (await other.readings.trial(trialId))!;
    const events = await other.log.events(sweepId);
    return {
      state: trial.state,
      epochs: trial.reports.map(({ epoch }) => epoch),
      events: events.map(({ message }) => message),
      attempts: (await other.readings.attempts(trialId)).map(({ state }) => state),
      trials: (await other.readings.trials(sweepId)).length,
      named: (await other.readings.sweeps()).filter(({ file }) => file === 'named').length,
    };
  } finally {
    await other.close();
  }
}

describeWithPostgres('a server that is away for a while', () => {
  beforeEach(async () => {
    direct = await (await sharedPostgres()).database();
    cable = await layCable(direct);
    notes = [];
    lost = 0;
  });
  afterEach(async () => {
    await store.close();
    await cable.close();
  });

  test('keeps reports waiting, which count as taken at once; all are stored in their order', async () => {
    await open();
    await cable.cut();
    const order: string[] = [];
    await report(0);
    await report(1);
    const ended = store.queue.end([{ trialId, state: 'finished' }]).then(() => order.push('end'));
    const read = store.readings.trial(trialId).then((trial) => {
      order.push('read');
      return trial;
    });
    await sleep(300);
    expect(order).toEqual([]);
    await cable.mend();
    await ended;
    expect(await read).toMatchObject({ state: 'finished', reports: [{ epoch: 0 }, { epoch: 1 }] });
    expect(order).toEqual(['end', 'read']);
    expect([notes, lost]).toEqual([[], 0]);
  });

  test('is told of once, if it lasts, and so is its end', async () => {
    await open({ patienceMs: 60_000 });
    await cable.cut();
    await report(0);
    await sleep(2700);
    expect(notes).toEqual([expect.stringMatching(/cannot be reached.* longer than 1m/)]);
    await cable.mend();
    await store.queue.end([{ trialId, state: 'finished' }]);
    expect(notes[1]).toMatch(/the server is back after \d+ s; all that was kept is in it/);
    expect(notes).toHaveLength(2);
  });

  test('for longer than it is given ends the run, and nothing is stored past a gap', async () => {
    await open({ patienceMs: 300 });
    await cable.cut();
    await report(0);
    const error = await failureOf(store.queue.end([{ trialId, state: 'finished' }]));
    expect(error).toBeInstanceOf(StoreError);
    expect(error.message).toMatch(/no server listens there/);
    expect(lost).toBe(1);
    await cable.mend();
    // The report is lost: what follows from it must not be stored without it.
    expect(await failureOf(report(1))).toBeInstanceOf(StoreError);
    expect(await failureOf(store.queue.end([{ trialId, state: 'finished' }]))).toBeInstanceOf(
      StoreError,
    );
    await store.queue.giveBack(sweepId);
    expect(await stored()).toMatchObject({
      state: 'queued',
      epochs: [],
      attempts: ['interrupted'],
    });
  });

  test('lets those who only read wait, and they read on', async () => {
    await open();
    await cable.cut();
    const read = store.readings.sweeps();
    await sleep(100);
    await cable.mend();
    expect(await read).toHaveLength(1);
  });

  test('in the middle of a transaction makes it be tried again', async () => {
    await open();
    const many = newTrials(
      Array.from({ length: 3000 }, () => ({ learning_rate: 0.1 })),
      1,
    );
    const adding = store.queue.add(sweepId, many);
    await sleep(20);
    await cable.cut();
    await cable.mend();
    await adding;
    expect((await stored()).trials).toBe(3001);
  });
});

describeWithPostgres('whatever is written, when its commit or the answer to that is lost', () => {
  const error = { code: 'E_X', message: 'x' };
  const before = {
    state: 'running',
    epochs: [] as readonly number[],
    events: [] as readonly string[],
    attempts: ['running'],
    trials: 1,
    named: 0,
  };
  type Stored = typeof before;
  const acts: readonly (readonly [string, () => Promise<unknown>, Partial<Stored>])[] = [
    ['report', () => report(0), { epochs: [0] }],
    [
      'addEvent',
      () => store.log.addEvent({ sweepId, trialId, kind: 'note', message: 'said once' }),
      { events: ['said once'] },
    ],
    [
      'end',
      () => store.queue.end([{ trialId, state: 'failed', error }]),
      { state: 'failed', attempts: ['failed'] },
    ],
    ['add', () => store.queue.add(sweepId, newTrials([{}], 1)), { trials: 2 }],
    [
      'createSweep',
      () => store.queue.createSweep({ spec: fakeSpec(), file: 'named', source: '' }),
      { named: 1 },
    ],
    [
      'recover',
      () => store.queue.recover(sweepId, () => ({ state: 'queued', error, place: null })),
      { state: 'queued', attempts: ['crashed'], events: ['x'] },
    ],
    [
      'giveBack',
      () => store.queue.giveBack(sweepId),
      { state: 'queued', attempts: ['interrupted'] },
    ],
  ];

  beforeAll(async () => {
    direct = await (await sharedPostgres()).database();
    cable = await layCable(direct);
  });
  beforeEach(async () => {
    notes = [];
    lost = 0;
    await open();
  });
  afterEach(() => store.close());
  afterAll(() => cable.close());

  describe.each(['commit', 'answer'] as const)('(the %s)', (what) => {
    test.each(acts)('%s takes effect once', async (_, act, change) => {
      const losses = cable.lost;
      cable.loseNext(what);
      await act();
      expect(await stored()).toEqual({ ...before, ...change });
      expect(cable.lost).toBe(losses + 1);
      expect(lost).toBe(0);
      // Others in this database are told apart by it.
      for (const { id, file } of await store.readings.sweeps()) {
        if (file === 'named') await store.queue.deleteSweep(id);
      }
    });
  });

  test('a sweep is taken once, and is held', async () => {
    await store.queue.unlock(sweepId);
    cable.loseNext('answer');
    await store.queue.lock(sweepId);
    await store.queue.updateSweep(sweepId, { backend: 'wasm' });
    const other = await openStore(direct, { silenceMs: 1000 });
    await expect(other.queue.deleteSweep(sweepId)).rejects.toThrow('is being run by process');
    await other.close();
  });

  test('what is given back is not missed by what follows', async () => {
    cable.loseNext('answer');
    const calls = [store.queue.unlock(sweepId), report(0), report(1)];
    await Promise.all(calls);
    expect((await stored()).epochs).toEqual([0, 1]);
  });
});
