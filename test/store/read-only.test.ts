import { spawnSync } from 'node:child_process';
import {
  chmodSync,
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  rmSync,
  statSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { openStore } from '../../src/store/sqlite/sqlite-store.js';
import { seedResults } from '../cli/seed-results.js';

const BIN = fileURLToPath(new URL('../../bin/thaw.js', import.meta.url));

let folder: string;
let results: string;
let db: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'thaw-read-only-'));
  await seedResults(folder);
  results = join(folder, 'results');
  db = join(results, 'thaw.sqlite');
});
afterEach(() => {
  chmodSync(results, 0o755);
  rmSync(folder, { recursive: true });
});

const files = () => readdirSync(results).filter((name) => name.startsWith('thaw.sqlite'));

/** The program as someone who may write nothing there: the superuser may write everywhere. */
function asStranger(...args: readonly string[]) {
  chmodSync(folder, 0o755);
  for (const name of files()) {
    if (statSync(join(results, name)).mode & 0o400) chmodSync(join(results, name), 0o444);
  }
  chmodSync(results, 0o555);
  const other = process.getuid?.() === 0 ? { uid: 65534, gid: 65534 } : {};
  const { status, stdout, stderr } = spawnSync(process.execPath, [BIN, ...args], {
    cwd: folder,
    encoding: 'utf8',
    env: { ...process.env, HOME: folder, THAW_SETUP: 'off' },
    ...other,
  });
  return { status, stdout, stderr };
}

/** As an older program, or one that was killed, leaves a database: with a log, or without. */
function inLogMode(withLog: boolean): void {
  const writer = new Sqlite(db);
  writer.pragma('journal_mode = wal');
  writer.exec("update sweeps set name = 'in the log'");
  if (withLog) {
    mkdirSync(join(folder, 'kept'));
    for (const name of ['thaw.sqlite', 'thaw.sqlite-wal']) {
      copyFileSync(join(results, name), join(folder, 'kept', name));
    }
  }
  writer.close();
  if (!withLog) return;
  for (const name of readdirSync(join(folder, 'kept'))) {
    copyFileSync(join(folder, 'kept', name), join(results, name));
  }
}

test('a database at rest is one file, and reading it makes no other', async () => {
  expect(files()).toEqual(['thaw.sqlite']);
  const store = openStore(db, { access: 'read' });
  expect(await store.readings.sweeps()).not.toEqual([]);
  expect(files()).toEqual(['thaw.sqlite']);
  await store.close();
  expect(files()).toEqual(['thaw.sqlite']);
});

test('nor does reading one that an older program left without its log', async () => {
  inLogMode(false);
  const store = openStore(db, { access: 'read' });
  expect((await store.readings.sweeps())[0]?.name).toBe('in the log');
  await expect(store.queue.updateSweep(1, { state: 'failed' })).rejects.toThrow('be written to');
  await store.close();
  expect(files()).toEqual(['thaw.sqlite']);
});

test.runIf(process.platform !== 'win32')('a database that may not be read is an error', () => {
  chmodSync(db, 0o000);
  const { status, stderr } = asStranger('sweeps');
  expect(stderr).toContain('it cannot be opened');
  expect(status).toBe(3);
});

test.runIf(process.platform !== 'win32').each([
  ['at rest', 'fake', () => undefined],
  ['left without its log', 'in the log', () => inLogMode(false)],
  ['left with its log', 'in the log', () => inLogMode(true)],
])('who may write nothing can read a database %s', (_, name, leave) => {
  leave();
  const before = files();
  for (const line of [
    ['sweeps'],
    ['leaderboard'],
    ['show', '1'],
    ['leaderboard', '--format', 'json'],
  ]) {
    const { status, stderr } = asStranger(...line);
    expect(stderr).toBe('');
    expect(status).toBe(0);
  }
  expect(asStranger('sweeps').stdout).toContain(name);
  expect(files()).toEqual(before);
});

test
  .runIf(process.platform !== 'win32')
  .each([['test', '1'], ['resume'], ['delete', '1', '--yes']])(
  'who may write nothing is told so by `%s`',
  (...line) => {
    const { status, stderr } = asStranger(...line);
    expect(stderr).toContain('it cannot be written to: check the permissions');
    expect(status).toBe(3);
  },
);
