import { spawn, spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { StoreError } from '../../src/core/errors.js';
import { type ProcessIdentity, processIdentity } from '../../src/machine/process-identity.js';
import type { Store } from '../../src/store/port.js';
import { openStore } from '../../src/store/sqlite/sqlite-store.js';
import { fakeSpec, newTrials, PROVENANCE } from '../fakes/specs.js';

const linux = process.platform === 'linux';

let folder: string;
let store: Store;
let id: number;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'thaw-lock-'));
  store = openStore(join(folder, 'thaw.sqlite'));
  id = await store.queue.createSweep({ spec: fakeSpec(), file: '', source: '' });
});
afterEach(async () => {
  await store.close();
  rmSync(folder, { recursive: true });
});

/** What a holder's row says; absent: as another process of this place would have it. */
interface Holder extends Partial<ProcessIdentity> {
  readonly seen?: number;
  readonly beat?: number;
}

function holdAs(holder: Holder): void {
  const { host, pid, start, place } = { ...alive(), ...holder };
  const { seen = Date.now(), beat = 0 } = holder;
  const db = new Sqlite(join(folder, 'thaw.sqlite'));
  db.prepare(
    `update sweeps set holder_host = ?, holder_pid = ?, holder_start = ?, holder_place = ?,
                       holder_token = 'theirs', holder_beat = ?, holder_seen = ?`,
  ).run(host, pid, start, place, beat, seen);
  db.close();
}

/** The parent of this process lives, and is not this process. */
const alive = () => processIdentity(process.ppid);

function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

const holderOf = (column: string) => {
  const db = new Sqlite(join(folder, 'thaw.sqlite'), { readonly: true });
  const value = db.prepare(`select ${column} from sweeps where id = ?`).pluck().get(id);
  db.close();
  return value;
};

test('with every renewal the file itself has what is stored, should its log be lost', async () => {
  const namesIn = (copy: string) => {
    copyFileSync(join(folder, 'thaw.sqlite'), join(folder, copy));
    const db = new Sqlite(join(folder, copy));
    const names = db.prepare('select file from sweeps').pluck().all();
    db.close();
    return names;
  };
  await store.queue.lock(id);
  expect(namesIn('first.sqlite')).toEqual(['']);
  await store.queue.createSweep({ spec: fakeSpec(), file: 'later', source: '' });
  expect(namesIn('before.sqlite')).toEqual(['']);
  await store.queue.lock(id);
  expect(namesIn('renewed.sqlite')).toEqual(['', 'later']);
});

test('renewing makes no statement that only the garbage collector would end', async () => {
  const pragma = vi.spyOn(Sqlite.prototype, 'pragma');
  await store.queue.lock(id);
  expect(pragma).not.toHaveBeenCalled();
  pragma.mockRestore();
});

test('the same process may lock a sweep again', async () => {
  await store.queue.lock(id);
  await store.queue.lock(id);
  expect((await store.readings.sweep(id))?.state).toBe('running');
});

describe('a sweep that nobody holds any more', () => {
  beforeEach(() => store.queue.unlock(id));

  test('is refused while another living process holds it, which is named', async () => {
    holdAs(alive());
    await expect(store.queue.lock(id)).rejects.toThrow(StoreError);
    await expect(store.queue.lock(id)).rejects.toThrow(`process ${process.ppid} on ${hostname()}`);
    await expect(store.queue.deleteSweep(id)).rejects.toThrow(StoreError);
    expect((await store.readings.sweep(id))?.state).toBe('running');
  });

  test('a living process keeps it, however long it has been busy elsewhere', async () => {
    holdAs({ ...alive(), seen: 1 });
    await expect(store.queue.lock(id)).rejects.toThrow('being run by');
  });

  test('is not unlocked for another process that holds it', async () => {
    holdAs(alive());
    await store.queue.unlock(id);
    await expect(store.queue.lock(id)).rejects.toThrow(StoreError);
  });

  test('is taken over from a dead process at once, and shows as interrupted before', async () => {
    holdAs({ pid: deadPid(), start: '1' });
    expect((await store.readings.sweep(id))?.state).toBe('interrupted');
    await store.queue.lock(id);
    expect((await store.readings.sweep(id))?.state).toBe('running');
  });

  test.runIf(linux)('is taken over from a process that ended and was never reaped', async () => {
    // A shell that becomes `sleep` never asks for the end of its own child.
    const parent = spawn('sh', ['-c', 'sh -c "echo \\$\\$" & exec sleep 60'], {
      stdio: ['ignore', 'pipe', 'ignore'],
    });
    const pid = await new Promise<number>((resolve) => {
      parent.stdout.once('data', (text: Buffer) => resolve(Number(text.toString())));
    });
    const state = () => readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1]![0];
    await expect.poll(state).toBe('Z');
    holdAs(processIdentity(pid));
    await store.queue.lock(id);
    parent.kill();
  });

  test.runIf(linux)('is not kept by a later process with the id of a dead one', async () => {
    holdAs({ ...alive(), start: '1' });
    await store.queue.lock(id);
  });
});

describe.each([
  ['in another namespace of processes, with the same host name', { place: 'another' }],
  ['on another machine', { host: 'elsewhere', place: 'another', pid: 1 }],
  ['whose start is not known', { start: '' }],
])('a holder %s, which cannot be looked at', (_, holder) => {
  beforeEach(async () => {
    await store.close();
    store = openStore(join(folder, 'thaw.sqlite'), {
      silenceMs: 400,
      onNote: (n) => notes.push(n),
    });
    notes = [];
  });
  let notes: string[];

  test('keeps the sweep as long as it gives signs of life, whatever its clock says', async () => {
    let beat = 0;
    holdAs({ ...holder, seen: 1, beat });
    const beats = setInterval(() => {
      beat += 1;
      holdAs({ ...holder, seen: 1, beat });
    }, 150);
    await expect(store.queue.lock(id)).rejects.toThrow('is being run by process');
    clearInterval(beats);
    expect(notes).toEqual([expect.stringContaining('for a sign of life')]);
    await expect(store.queue.deleteSweep(id)).rejects.toThrow('is being run by process');
  });

  test('keeps it where another program had the database locked, so that it could give none', async () => {
    holdAs({ ...holder, beat: 1 });
    const locker = new Sqlite(join(folder, 'thaw.sqlite'));
    const locking = store.queue.lock(id);
    await sleep(150);
    locker.exec('begin immediate');
    await sleep(700);
    locker.exec('commit');
    locker.close();
    await sleep(200);
    holdAs({ ...holder, beat: 2 });
    await expect(locking).rejects.toThrow('is being run by process');
    expect(holderOf('holder_token')).toBe('theirs');
  });

  test('loses it once it has been silent, also with a clock that runs ahead', async () => {
    holdAs({ ...holder, seen: Date.now() + 3_600_000 });
    const since = performance.now();
    await store.queue.lock(id);
    expect(performance.now() - since).toBeGreaterThan(390);
    expect(holderOf('holder_pid')).toBe(process.pid);
  });
});

describe('a sweep that was taken over by another process', () => {
  let lost: number;
  beforeEach(async () => {
    await store.close();
    store = openStore(join(folder, 'thaw.sqlite'), { beatMs: 50 });
    lost = 0;
    await store.queue.lock(id, () => {
      lost += 1;
    });
    await store.queue.add(id, newTrials([{}]));
  });

  test('is told of by the next write, and nothing is written over', async () => {
    holdAs({ beat: 7 });
    const writes = [
      store.queue.updateSweep(id, { state: 'finished' }),
      store.queue.add(id, newTrials([{}], 1)),
      store.log.addEvent({ sweepId: id, trialId: null, kind: 'note', message: 'x' }),
      store.queue.giveBack(id),
      store.queue.unlock(id),
    ];
    for (const { status, ...end } of await Promise.allSettled(writes)) {
      expect(status).toBe('rejected');
      expect('reason' in end && end.reason.message).toMatch(
        /taken over by process \d+ on .*has changed nothing since/,
      );
    }
    expect(lost).toBe(1);
    await store.close();
    store = openStore(join(folder, 'thaw.sqlite'), { access: 'read' });
    expect(await store.readings.trials(id)).toHaveLength(1);
    expect(await store.readings.sweep(id)).toMatchObject({ state: 'running' });
    expect([holderOf('holder_token'), holderOf('holder_beat')]).toEqual(['theirs', 7]);
    expect(readdirSync(folder).filter((name) => name.includes('left'))).toEqual([]);
  });

  test('is told of without a write, by the next sign of life', async () => {
    holdAs({ beat: 7 });
    await expect.poll(() => lost).toBe(1);
    expect(holderOf('holder_beat')).toBe(7);
  });

  test('is told of also where the other has given it back', async () => {
    const db = new Sqlite(join(folder, 'thaw.sqlite'));
    db.exec('update sweeps set holder_token = null, holder_pid = null, holder_host = null');
    db.close();
    await expect(store.queue.updateSweep(id, { state: 'failed' })).rejects.toThrow(
      'taken over and given back',
    );
  });

  test('is told of where it was deleted', async () => {
    const db = new Sqlite(join(folder, 'thaw.sqlite'));
    db.exec('pragma foreign_keys = on; delete from sweeps');
    db.close();
    await expect(store.queue.updateSweep(id, { state: 'failed' })).rejects.toThrow(
      'was deleted while it ran',
    );
  });
});

test('a holder gives signs of life by itself', async () => {
  await store.close();
  store = openStore(join(folder, 'thaw.sqlite'), { beatMs: 20 });
  await store.queue.lock(id);
  const first = Number(holderOf('holder_beat'));
  await expect.poll(() => Number(holderOf('holder_beat'))).toBeGreaterThan(first + 1);
  await store.queue.unlock(id);
  expect(holderOf('holder_beat')).toBeNull();
});

test('what a process that left in order could not write is no crash to the next one', async () => {
  const [trial] = await store.queue.add(id, newTrials([{}]));
  await store.queue.take([trial!.id], PROVENANCE);
  const other = new Sqlite(join(folder, 'thaw.sqlite'));
  other.exec('begin immediate');
  const leaving = store.queue.giveBack(id);
  const marks = () => readdirSync(folder).filter((name) => name.includes('.left-'));
  expect(marks()).toHaveLength(1);
  // It is gone before the database is free again.
  copyFileSync(join(folder, 'thaw.sqlite'), join(folder, 'then.sqlite'));
  copyFileSync(join(folder, 'thaw.sqlite-wal'), join(folder, 'then.sqlite-wal'));
  const mark = marks()[0]!;
  copyFileSync(join(folder, mark), join(folder, mark.replace('thaw.sqlite', 'then.sqlite')));
  other.exec('rollback');
  await leaving;
  other.close();
  expect(marks()).toEqual([mark.replace('thaw.sqlite', 'then.sqlite')]);

  const then = new Sqlite(join(folder, 'then.sqlite'));
  then.prepare('update sweeps set holder_pid = ?').run(deadPid());
  then.close();
  const next = openStore(join(folder, 'then.sqlite'));
  await next.queue.lock(id);
  const recovered = await next.queue.recover(id, () => {
    throw new Error('no process died');
  });
  expect(recovered).toEqual({ requeued: 0, failed: 0 });
  expect(await next.readings.attempts(trial!.id)).toMatchObject([{ state: 'interrupted' }]);
  expect((await next.readings.trial(trial!.id))?.state).toBe('queued');
  expect(marks()).toEqual([]);
  await next.close();
});

test('a finished sweep without a holder stays finished', async () => {
  await store.queue.updateSweep(id, { state: 'finished' });
  await store.queue.unlock(id);
  expect((await store.readings.sweep(id))?.state).toBe('finished');
});

test('there is no locking a sweep that is not there', async () => {
  await expect(store.queue.lock(99)).rejects.toThrow('no sweep 99');
});
