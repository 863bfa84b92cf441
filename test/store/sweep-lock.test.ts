import { spawnSync } from 'node:child_process';
import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { StoreError } from '../../src/core/errors.js';
import { processIdentity } from '../../src/machine/process-identity.js';
import type { Store } from '../../src/store/port.js';
import { openStore } from '../../src/store/sqlite/sqlite-store.js';
import { fakeSpec } from '../fakes/specs.js';

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

interface Holder {
  readonly host: string;
  readonly pid: number;
  readonly start: string;
  readonly seen?: number;
}

function holdAs({ host, pid, start, seen = Date.now() }: Holder): void {
  const db = new Sqlite(join(folder, 'thaw.sqlite'));
  db.prepare(
    'update sweeps set holder_host = ?, holder_pid = ?, holder_start = ?, holder_seen = ?',
  ).run(host, pid, start, seen);
  db.close();
}

/** The parent of this process lives, and is not this process. */
const alive = () => processIdentity(process.ppid);

function deadPid(): number {
  return spawnSync(process.execPath, ['-e', '']).pid;
}

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

test('refuses a sweep that another living process holds, and names it', async () => {
  holdAs(alive());
  await expect(store.queue.lock(id)).rejects.toThrow(StoreError);
  await expect(store.queue.lock(id)).rejects.toThrow(`process ${process.ppid} on ${hostname()}`);
  await expect(store.queue.deleteSweep(id)).rejects.toThrow(StoreError);
  expect((await store.readings.sweep(id))?.state).toBe('running');
});

test('does not unlock what another process holds', async () => {
  holdAs(alive());
  await store.queue.unlock(id);
  await expect(store.queue.lock(id)).rejects.toThrow(StoreError);
});

test('takes over from a dead process, whose sweep shows as interrupted', async () => {
  holdAs({ host: hostname(), pid: deadPid(), start: '1' });
  expect((await store.readings.sweep(id))?.state).toBe('interrupted');
  await store.queue.lock(id);
  expect((await store.readings.sweep(id))?.state).toBe('running');
});

test.runIf(process.platform === 'linux')('is not deceived by a process id used again', async () => {
  holdAs({ ...alive(), start: '1' });
  await store.queue.lock(id);
});

test('where processes have no start, trusts an id as long as its lock is renewed', async () => {
  holdAs({ ...alive(), start: '' });
  await expect(store.queue.lock(id)).rejects.toThrow(StoreError);
  holdAs({ ...alive(), start: '', seen: Date.now() - 10 * 60_000 });
  await store.queue.lock(id);
});

test('trusts another machine as long as it renews its lock', async () => {
  const elsewhere = { host: 'elsewhere', pid: 1, start: '' };
  holdAs(elsewhere);
  await expect(store.queue.lock(id)).rejects.toThrow('on elsewhere');
  holdAs({ ...elsewhere, seen: Date.now() - 10 * 60_000 });
  await store.queue.lock(id);
});

test('a finished sweep without a holder stays finished', async () => {
  await store.queue.updateSweep(id, { state: 'finished' });
  await store.queue.unlock(id);
  expect((await store.readings.sweep(id))?.state).toBe('finished');
});

test('there is no locking a sweep that is not there', async () => {
  await expect(store.queue.lock(99)).rejects.toThrow('no sweep 99');
});
