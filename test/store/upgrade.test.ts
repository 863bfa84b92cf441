import {
  copyFileSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { readOlderSweep } from '../../src/config/legacy/read-older-sweep.js';
import { StoreError } from '../../src/core/errors.js';
import { processIdentity } from '../../src/machine/process-identity.js';
import type { OlderPrograms, Upgrade } from '../../src/store/older-programs.js';
import type { Access } from '../../src/store/port.js';
import { migrations } from '../../src/store/sqlite/migrations/index.js';
import { openStore } from '../../src/store/sqlite/sqlite-store.js';

const OLDER = fileURLToPath(new URL('../stores/schema-2-finished.sqlite', import.meta.url));

let folder: string;
let path: string;
let upgrades: Upgrade[];
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'thaw-upgrade-'));
  path = join(folder, 'thaw.sqlite');
  copyFileSync(OLDER, path);
  upgrades = [];
});
afterEach(() => rmSync(folder, { recursive: true }));

const copyOf = (file: string, name = 'schema-2') => `${file}.${name}.bak`;

async function open(
  file: string,
  access: Access = 'write',
  read: OlderPrograms['read'] = readOlderSweep,
) {
  const older = { read, onUpgrade: (upgrade: Upgrade) => upgrades.push(upgrade) };
  await openStore(file, { access, older }).close();
}

async function failureOf(act: () => Promise<unknown>): Promise<Error> {
  try {
    await act();
  } catch (error) {
    return error as Error;
  }
  throw new Error('nothing was thrown');
}

/** Everything in a database, as text. */
function dump(file: string): string {
  const db = new Sqlite(file, { readonly: true });
  const version = db.pragma('user_version', { simple: true });
  const tables = db.prepare('select name, sql from sqlite_schema order by name').all() as {
    name: string;
    sql: string | null;
  }[];
  const rows = tables
    .filter(({ sql }) => sql?.startsWith('CREATE TABLE'))
    .map(({ name }) => db.prepare(`select * from ${name}`).all());
  db.close();
  return JSON.stringify({ version, tables, rows });
}

test.each(['create', 'write', 'read'] as const)(
  'to %s tells of the upgrade and of the copy',
  async (access) => {
    await open(path, access);
    expect(upgrades).toEqual([{ from: 2, backup: copyOf(path) }]);
    await open(path, access);
    expect(upgrades).toHaveLength(1);
  },
);

test('a second upgrade changes nothing, however often it is opened', async () => {
  await open(path);
  const once = dump(path);
  await open(path, 'read');
  await open(path, 'create');
  expect(dump(path)).toBe(once);
});

test('the same older database always becomes the same', async () => {
  const other = join(folder, 'other.sqlite');
  copyFileSync(path, other);
  await open(path);
  await open(other, 'read');
  expect(dump(other)).toBe(dump(path));
});

test('a new database needs no copy and tells nothing', async () => {
  const fresh = join(folder, 'new', 'thaw.sqlite');
  await open(fresh, 'create');
  expect(upgrades).toEqual([]);
  expect(readdirSync(join(folder, 'new'))).toEqual(['thaw.sqlite']);
});

test('the copy holds what was still in the journal', async () => {
  // A program that died before its journal was written into the database.
  const writer = new Sqlite(path);
  writer.pragma('journal_mode = WAL');
  writer.exec(`insert into events (sweep_id, at, kind, message) values (1, '', 'last', 'word')`);
  const left = join(folder, 'left');
  mkdirSync(left);
  for (const file of ['', '-wal']) copyFileSync(path + file, join(left, `thaw.sqlite${file}`));
  writer.close();

  await open(join(left, 'thaw.sqlite'));
  const copy = new Sqlite(copyOf(join(left, 'thaw.sqlite')), { readonly: true });
  expect(copy.prepare('select kind from events order by id desc').pluck().get()).toBe('last');
  expect(copy.pragma('user_version', { simple: true })).toBe(2);
  copy.close();
});

test('a different copy is never overwritten, an equal one serves again', async () => {
  await open(path);
  const first = readFileSync(copyOf(path));
  // Someone goes back to the copy, works on with the older program, and upgrades again.
  for (const file of ['', '-wal', '-shm']) rmSync(path + file, { force: true });
  copyFileSync(copyOf(path), path);
  await open(path);
  expect(upgrades[1]!.backup).toBe(copyOf(path));

  for (const file of ['', '-wal', '-shm']) rmSync(path + file, { force: true });
  copyFileSync(copyOf(path), path);
  const db = new Sqlite(path);
  db.exec(`insert into events (sweep_id, at, kind, message) values (1, '', 'more', 'work')`);
  db.close();
  await open(path);
  expect(upgrades[2]!.backup).toBe(copyOf(path, 'schema-2-2'));
  expect(readFileSync(copyOf(path)).equals(first)).toBe(true);
});

test('what a kill in the middle leaves is the older database, whole', async () => {
  const before = dump(path);
  const killed = join(folder, 'killed');
  mkdirSync(killed);
  // Files as they lie on disk while the transaction is under way are what a kill leaves.
  await open(path, 'write', (spec) => {
    for (const file of readdirSync(folder)) {
      if (file !== 'killed') copyFileSync(join(folder, file), join(killed, file));
    }
    return readOlderSweep(spec);
  });
  const left = join(killed, 'thaw.sqlite');
  expect(dump(left)).toBe(before);
  await open(left);
  expect(upgrades[1]).toEqual({ from: 2, backup: copyOf(left) });
  expect(dump(left)).toBe(dump(path));
});

test('an upgrade that fails leaves everything as it was', async () => {
  const before = dump(path);
  const fails = () => {
    throw new Error('cannot be read');
  };
  expect((await failureOf(() => open(path, 'read', fails))).message).toBe('cannot be read');
  expect(dump(path)).toBe(before);
  expect(upgrades).toEqual([]);
});

test('without a place for the copy nothing is changed, and the error says what to do', async () => {
  const before = dump(path);
  mkdirSync(`${path}.schema-2.part`);
  const error = await failureOf(() => open(path, 'read'));
  expect(error).toBeInstanceOf(StoreError);
  expect(error.message).toContain('an older version of Thaw made it');
  expect(error.message).toContain('copy');
  expect(error.message).toContain('Nothing was changed');
  expect(dump(path)).toBe(before);
});

test('waits for a sweep that an older program is running', async () => {
  const db = new Sqlite(path);
  const { host, pid, start } = processIdentity(process.ppid);
  db.prepare(
    'update sweeps set holder_host = ?, holder_pid = ?, holder_start = ?, holder_seen = ?',
  ).run(host, pid, start, Date.now());
  db.close();
  const before = dump(path);
  for (const access of ['read', 'write'] as const) {
    const error = await failureOf(() => open(path, access));
    expect(error).toBeInstanceOf(StoreError);
    expect(error.message).toContain(`running sweep 1 in it, as process ${pid} on ${host}`);
  }
  expect(dump(path)).toBe(before);
  expect(existsSync(copyOf(path))).toBe(false);
});

test('is never brought up to date by those who cannot read it', async () => {
  const before = dump(path);
  expect(() => openStore(path)).toThrow('older');
  expect(dump(path)).toBe(before);
});

test('a sweep gets the keys that came after it, and each of its trials a recipe', async () => {
  const shapes = OLDER.replace('finished', 'shapes');
  const file = join(folder, 'shapes.sqlite');
  copyFileSync(shapes, file);
  const older = { read: readOlderSweep, onUpgrade: () => undefined };
  const store = openStore(file, { access: 'read', older });
  const sweeps = await store.readings.sweeps();
  expect(sweeps.map(({ spec }) => spec.memory)).toEqual(['auto', 'auto', 'auto', 'auto']);
  for (const { id } of sweeps) {
    for (const trial of await store.readings.trials(id)) {
      expect(trial.recipe).not.toBeNull();
      expect(trial).toMatchObject({ point: trial.number, replicate: 0 });
    }
  }
  await store.close();
});

test('brings the oldest schema up to the newest', async () => {
  const file = join(folder, 'first.sqlite');
  copyFileSync(OLDER.replace('schema-2-finished', 'schema-1-before-sharing'), file);
  await open(file);
  expect(upgrades).toEqual([{ from: 1, backup: copyOf(file, 'schema-1') }]);
  expect(JSON.parse(dump(file)).version).toBe(migrations.length);
});
