import { existsSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Sqlite from 'better-sqlite3';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { StoreError } from '../../src/core/errors.js';
import { NO_BUDGET } from '../../src/core/sweep.js';
import type { OlderPrograms } from '../../src/store/older-programs.js';
import { migrations } from '../../src/store/sqlite/migrations/index.js';
import { openStore } from '../../src/store/sqlite/sqlite-store.js';
import { fakeReport, fakeSpec, newTrials, PROVENANCE } from '../fakes/specs.js';

let folder: string;
let path: string;
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'thaw-open-'));
  path = join(folder, 'thaw.sqlite');
});
afterEach(() => rmSync(folder, { recursive: true }));

const sweep = { spec: fakeSpec(), file: '', source: '' };

async function failureOf(act: () => unknown): Promise<StoreError> {
  try {
    await act();
  } catch (error) {
    expect(error).toBeInstanceOf(StoreError);
    return error as StoreError;
  }
  throw new Error('nothing was thrown');
}

test('creates missing folders, and gives everything back after reopening', async () => {
  path = join(folder, 'a', 'b', 'thaw.sqlite');
  const store = openStore(path);
  const id = await store.queue.createSweep(sweep);
  await store.close();
  const again = openStore(path);
  expect((await again.readings.sweep(id))?.spec).toEqual(sweep.spec);
  await again.close();
});

test('uses WAL, strict tables and foreign keys, at the newest version', async () => {
  const store = openStore(path);
  const db = new Sqlite(path);
  expect(db.pragma('journal_mode', { simple: true })).toBe('wal');
  expect(db.pragma('user_version', { simple: true })).toBe(migrations.length);
  const tables = db.pragma('table_list') as { name: string; strict: number }[];
  const ours = tables.filter(({ name }) => !name.startsWith('sqlite_'));
  expect(ours.map(({ name }) => name).sort()).toEqual([
    'attempts',
    'changes',
    'events',
    'fingerprints',
    'listings',
    'reports',
    'snapshots',
    'standings',
    'sweeps',
    'tests',
    'trials',
  ]);
  expect(ours.every(({ strict }) => strict === 1)).toBe(true);
  expect(db.prepare('pragma foreign_key_check').all()).toEqual([]);
  db.close();
  await store.close();
});

test('readers read while a writer is in the middle of writing, and never hold it up', async () => {
  const writer = openStore(path);
  const id = await writer.queue.createSweep(sweep);
  const [trial] = await writer.queue.add(id, newTrials([{}]));
  const reader = openStore(path, { access: 'read' });
  const busy = new Sqlite(path);
  busy.exec('begin immediate; delete from events');
  expect(await reader.readings.trials(id)).toHaveLength(1);
  busy.exec('commit');
  await writer.queue.take([trial!.id], PROVENANCE);
  expect((await reader.readings.trial(trial!.id))?.state).toBe('running');
  await writer.log.report([{ trialId: trial!.id, report: fakeReport(0, 0.5) }]);
  expect((await reader.readings.trial(trial!.id))?.reports).toHaveLength(1);
  busy.close();
  await reader.close();
  await writer.close();
});

test('a reader cannot write', async () => {
  await openStore(path).close();
  const reader = openStore(path, { access: 'read' });
  expect((await failureOf(() => reader.queue.createSweep(sweep))).message).toContain(
    'cannot be written to',
  );
  await reader.close();
});

test.each(['read', 'write'] as const)('to %s needs a database that is there', async (access) => {
  const { message } = await failureOf(() => openStore(path, { access }));
  expect(message).toContain('no results yet');
  expect(message).toContain('thaw run');
  expect(existsSync(path)).toBe(false);
});

test('an empty file holds no results', async () => {
  writeFileSync(path, '');
  expect((await failureOf(() => openStore(path, { access: 'read' }))).message).toContain(
    'no results yet',
  );
});

test('refuses a file that is no database', async () => {
  writeFileSync(path, 'a text of some length, which SQLite does not take for one of its own');
  for (const access of ['create', 'read'] as const) {
    const { message } = await failureOf(() => openStore(path, { access }));
    expect(message).toContain('no SQLite database');
    expect(message).toContain('--db');
  }
});

test('refuses the database of another program, and leaves it as it was', async () => {
  const db = new Sqlite(path);
  db.exec('create table songs (id integer)');
  db.close();
  expect((await failureOf(() => openStore(path))).message).toContain('another program');
  const after = new Sqlite(path);
  expect(after.prepare('select name from sqlite_schema').pluck().all()).toEqual(['songs']);
  after.close();
});

test.each(['create', 'read', 'write'] as const)(
  'to %s brings a database from before sharing up to date: its trials were alone',
  async (access) => {
    const db = new Sqlite(path);
    db.exec(migrations[0] as string);
    db.pragma('user_version = 1');
    db.exec(`
      insert into sweeps (id, name, state, spec, file, source, created_at)
      values (1, 'old', 'finished', '{}', '', '', '2026-01-01T00:00:00.000Z');
      insert into trials (id, sweep_id, number, params, state, epochs, last_epoch,
        highest_val_accuracy)
      values (1, 1, 0, '{}', 'finished', 1, 0, 0);
      insert into reports (trial_id, epoch, val_accuracy, seconds) values (1, 0, 0.5, 7);
    `);
    db.close();

    const older: OlderPrograms = {
      read: (spec) => ({
        spec: { ...fakeSpec(), ...spec, budget: NO_BUDGET },
        recipeOf: () => null,
      }),
      onUpgrade: () => undefined,
    };
    const store = openStore(path, { access, older });
    const [report] = (await store.readings.trial(1))!.reports;
    expect(report).toMatchObject({ seconds: 7, soloSeconds: 7, sharedWith: null });
    expect(report!.metrics).toMatchObject({ val_accuracy: 0.5, val_loss: Number.NaN });
    // What it had taken alone was no metric then: it is added up.
    const byAccuracy = { name: 'val_accuracy', goal: 'maximize' } as const;
    const standings = await store.readings.standings([1], byAccuracy);
    expect(standings.get(1)).toMatchObject({ val_accuracy: 0.5, training_seconds: 7 });
    const [row] = await store.readings.leaderboard(1, {
      ...{ metric: 'training_seconds', goal: 'minimize', rule: 'best', by: byAccuracy },
      objectives: [byAccuracy],
    });
    expect(row).toMatchObject({ value: 7, metrics: { training_seconds: 7 }, parameters: null });
    await store.close();
  },
);

test('refuses a database of a newer version', async () => {
  await openStore(path).close();
  const db = new Sqlite(path);
  db.pragma('user_version = 99');
  db.close();
  for (const access of ['create', 'read'] as const) {
    expect((await failureOf(() => openStore(path, { access }))).message).toContain(
      'newer version of Thaw',
    );
  }
});

test('says which folder cannot be made', async () => {
  writeFileSync(join(folder, 'file'), '');
  const { message } = await failureOf(() => openStore(join(folder, 'file', 'x', 'thaw.sqlite')));
  expect(message).toContain('folder cannot be created');
});
