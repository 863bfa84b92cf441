import {
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  truncateSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { StoreError } from '../../src/core/errors.js';
import type { Store } from '../../src/store/port.js';
import { sqlite } from '../../src/store/sqlite/sqlite.js';
import { openStore } from '../../src/store/sqlite/sqlite-store.js';
import { fakeReport, fakeSpec, newTrials, PROVENANCE } from '../fakes/specs.js';

let folder: string;
let path: string;
let store: Store;
let sweepId: number;
let trialId: number;
let notes: string[];
let lost: number;

async function open(patienceMs: number, beatMs = 5000): Promise<void> {
  const onNote = (note: string) => notes.push(note);
  store = openStore(path, { patienceMs, beatMs, onNote });
  sweepId = await store.queue.createSweep({ spec: fakeSpec(), file: '', source: '' });
  await store.queue.lock(sweepId, () => {
    lost += 1;
  });
  const [trial] = await store.queue.add(sweepId, newTrials([{}]));
  trialId = trial!.id;
  await store.queue.take([trialId], PROVENANCE);
}

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'thaw-patience-'));
  path = join(folder, 'results', 'thaw.sqlite');
  notes = [];
  lost = 0;
});
afterEach(() => rmSync(folder, { recursive: true, force: true }));

/** Another program that holds the database's write lock. */
function lockIt() {
  const other = new Sqlite(path);
  other.exec('begin immediate');
  return () => {
    other.exec('rollback');
    other.close();
  };
}

const report = (epoch: number) => store.log.report([{ trialId, report: fakeReport(epoch, 0.5) }]);
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));
const failureOf = (call: Promise<unknown>): Promise<StoreError> =>
  call.then(
    () => Promise.reject(new Error('nothing was thrown')),
    (error) => error,
  );

describe('while another program has the database locked', () => {
  test('reports count as taken at once, ends wait, and all are stored in their order', async () => {
    await open(10_000);
    const unlock = lockIt();
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
    unlock();
    await ended;
    expect(await read).toMatchObject({ state: 'finished', reports: [{ epoch: 0 }, { epoch: 1 }] });
    expect(order).toEqual(['end', 'read']);
    expect(notes).toEqual([]);
    await store.close();
  });

  test('the thread is not held up', async () => {
    await open(10_000);
    const unlock = lockIt();
    await report(0);
    let turns = 0;
    const timer = setInterval(() => {
      turns += 1;
    }, 5);
    await sleep(400);
    clearInterval(timer);
    expect(turns).toBeGreaterThan(20);
    unlock();
    await store.close();
  });

  test('a wait that lasts is told of once, and so is its end', async () => {
    await open(60_000);
    const unlock = lockIt();
    await report(0);
    await sleep(2600);
    expect(notes).toEqual([
      expect.stringMatching(/another program has it locked.* longer than 1m/),
    ]);
    unlock();
    await store.queue.end([{ trialId, state: 'finished' }]);
    expect(notes[1]).toMatch(/can be written again after [23] s; all that was kept is in it/);
    expect(notes).toHaveLength(2);
    await store.close();
  });

  test('after the time that it is given, the run is told, and nothing is stored past a gap', async () => {
    await open(300);
    const unlock = lockIt();
    await report(0);
    const error = await failureOf(store.queue.end([{ trialId, state: 'finished' }]));
    expect(error).toBeInstanceOf(StoreError);
    expect(error.message).toMatch(/another program has it locked.*`thaw resume`/);
    expect(lost).toBe(1);
    unlock();
    // The report is lost: what follows from it must not be stored without it.
    expect(await failureOf(report(1))).toBeInstanceOf(StoreError);
    expect(await failureOf(store.queue.end([{ trialId, state: 'finished' }]))).toBeInstanceOf(
      StoreError,
    );
    await store.queue.giveBack(sweepId);
    await store.close();
    const after = openStore(path, { access: 'read' });
    expect(await after.readings.trial(trialId)).toMatchObject({ state: 'queued', reports: [] });
    await after.close();
  });

  test('a run that has to leave meanwhile leaves no crash behind', async () => {
    await open(200);
    const unlock = lockIt();
    await failureOf(store.queue.end([{ trialId, state: 'finished' }]));
    const since = performance.now();
    await failureOf(store.queue.giveBack(sweepId));
    await failureOf(store.queue.unlock(sweepId));
    await store.close();
    expect(performance.now() - since).toBeLessThan(500);
    unlock();
    const next = openStore(path);
    // As the process would have it: gone.
    const db = new Sqlite(path);
    db.exec('update sweeps set holder_start = 1');
    db.close();
    await next.queue.lock(sweepId);
    expect(await next.readings.attempts(trialId)).toMatchObject([{ state: 'interrupted' }]);
    expect(readdirSync(join(folder, 'results')).filter((name) => name.includes('left'))).toEqual(
      [],
    );
    await next.close();
  });

  test('opening it waits, too', async () => {
    await open(200);
    await store.close();
    const unlock = lockIt();
    const opening = sqlite.open(path, {
      access: 'write',
      readOlder: () => Promise.reject(new Error('it is none')),
      onUpgrade: () => undefined,
    });
    await sleep(300);
    unlock();
    const opened = await opening;
    expect(await opened.readings.sweeps()).toHaveLength(1);
    await opened.close();
  });
});

describe('a database that goes in the middle of a run', () => {
  const ways: Readonly<Record<string, () => string>> = {
    'is deleted': () => {
      for (const name of readdirSync(join(folder, 'results'))) {
        rmSync(join(folder, 'results', name));
      }
      return path;
    },
    'loses its folder': () => {
      rmSync(join(folder, 'results'), { recursive: true });
      return path;
    },
    'is moved with its folder': () => {
      renameSync(join(folder, 'results'), join(folder, 'elsewhere'));
      return path;
    },
    'is cut': () => {
      truncateSync(path, 4096);
      return join(folder, 'results', 'thaw-rescued-1.sqlite');
    },
    'is written over': () => {
      writeFileSync(path, 'another file');
      return join(folder, 'results', 'thaw-rescued-1.sqlite');
    },
    'is replaced': () => {
      writeFileSync(join(folder, 'new'), 'another file');
      renameSync(join(folder, 'new'), path);
      return join(folder, 'results', 'thaw-rescued-1.sqlite');
    },
  };

  test.each(Object.entries(ways))(
    'and %s is noticed, and all it held is in a copy',
    async (_, go) => {
      await open(5000, 50);
      await report(0);
      await sleep(200);
      const copy = go();
      await report(1);
      await expect.poll(() => lost).toBe(1);
      const error = await failureOf(report(2));
      expect(error).toBeInstanceOf(StoreError);
      expect(error.message).toMatch(
        /it was (deleted or moved|replaced by another file|cut or written over) while/,
      );
      expect(error.message).toContain(`All that was stored is in ${copy}`);
      expect(error.message.includes('thaw-rescued-1-checkpoints and name it')).toBe(copy !== path);
      await store.close();

      const rescued = openStore(copy, { access: 'write' });
      expect(await rescued.readings.trial(trialId)).toMatchObject({
        state: 'queued',
        reports: [{ epoch: 0 }, { epoch: 1 }],
      });
      await rescued.queue.lock(sweepId);
      await rescued.close();
    },
  );

  test('and is made smaller by SQLite itself is what it was', async () => {
    await open(5000, 50);
    await report(0);
    await sleep(200);
    const other = new Sqlite(path);
    other.exec(`create table large (body); insert into large values (zeroblob(1000000))`);
    await report(1);
    await sleep(200);
    other.exec('drop table large; vacuum');
    other.close();
    await sleep(200);
    await report(2);
    expect(lost).toBe(0);
    await store.close();
  });

  test('and is written over by a database that holds another sweep is noticed', async () => {
    await open(5000);
    await report(0);
    const other = join(folder, 'other.sqlite');
    const theirs = openStore(other);
    await theirs.queue.createSweep({ spec: fakeSpec(), file: '', source: '' });
    await theirs.close();
    for (const part of ['-wal', '-shm']) rmSync(`${path}${part}`, { force: true });
    writeFileSync(path, readFileSync(other));
    await expect(store.close()).rejects.toThrow('it was cut or written over while it was in use');
  });

  test('and just before its end is noticed when it is closed', async () => {
    await open(5000);
    await store.queue.end([{ trialId, state: 'finished' }]);
    await store.queue.unlock(sweepId);
    rmSync(path);
    const error = await failureOf(store.close());
    expect(error.message).toContain(`All that was stored is in ${path}`);
    expect(existsSync(path)).toBe(true);
  });
});
