import {
  closeSync,
  copyFileSync,
  mkdtempSync,
  openSync,
  rmSync,
  statSync,
  writeSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import fc from 'fast-check';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { openStore } from '../../src/store/sqlite/sqlite-store.js';
import { fakeContext, thaw } from '../cli/fake-context.js';
import { seedResults } from '../cli/seed-results.js';
import { fakeSpec } from '../fakes/specs.js';

const STORES = fileURLToPath(new URL('../stores/', import.meta.url));

let whole: string;
let cwd: string;
let db: string;
beforeAll(async () => {
  whole = mkdtempSync(join(tmpdir(), 'thaw-damage-'));
  await seedResults(whole);
  const store = openStore(join(whole, 'results', 'thaw.sqlite'));
  const spec = fakeSpec({ name: 'other' });
  const other = await store.queue.createSweep({ spec, file: 'other.yaml', source: '' });
  await store.queue.updateSweep(other, { state: 'finished' });
  await store.close();
});
afterAll(() => rmSync(whole, { recursive: true }));
beforeEach(async () => {
  ({ cwd } = fakeContext());
  await openStore(join(cwd, 'results', 'thaw.sqlite')).close();
  db = join(cwd, 'results', 'thaw.sqlite');
  copyFileSync(join(whole, 'results', 'thaw.sqlite'), db);
});

function change(sql: string): void {
  const raw = new Sqlite(db);
  raw.pragma('foreign_keys = off');
  raw.exec(sql);
  raw.close();
}

const run = (line: string) => thaw(line, fakeContext({ cwd }));

const COMMANDS = ['sweeps', 'leaderboard 1', 'show 1', 'resume 1', 'delete 1 --yes', 'test 1'];

describe('damage that leaves nothing to be relied on is one message of each command', () => {
  test.each([
    ['a table is missing', 'drop table reports', 'table reports is missing'],
    ['columns are', 'alter table reports drop column metrics', 'column reports.metrics is missing'],
    ['a schema number below zero', 'pragma user_version = -1', 'its schema number is -1'],
  ])('%s', async (_, sql, said) => {
    change(sql);
    for (const line of COMMANDS) {
      const { code, stdout, stderr } = await run(line);
      expect(stderr, line).toContain(`it is damaged: ${said}`);
      expect(stderr, line).toContain('`thaw doctor`');
      expect(stderr).not.toMatch(/\n\s+at /);
      expect([code, stdout], line).toEqual([3, '']);
    }
  });

  test.each([
    ['its format', 47, 9],
    ['its first page', 100, 0xee],
  ])('%s is overwritten in the header', async (_, at, byte) => {
    const file = openSync(db, 'r+');
    writeSync(file, Buffer.from([byte]), 0, 1, at);
    closeSync(file);
    for (const line of COMMANDS) {
      const { code, stderr } = await run(line);
      expect(stderr, line).toMatch(/database .*(damaged|no SQLite database|cannot be written)/);
      expect(code, line).toBe(3);
    }
  });
});

describe('a sweep whose spec is damaged', () => {
  test.each([
    ['is no JSON', '{"name'],
    ['is empty', '{}'],
    ['has another type in it', JSON.stringify({ ...fakeSpec(), data: 7 })],
    ['counts with texts', JSON.stringify({ ...fakeSpec(), runCap: 'x', workers: 'y' })],
    ['keeps fewer than none', JSON.stringify({ ...fakeSpec(), keep: -1 })],
    ['has no counts of images', JSON.stringify({ ...fakeSpec(), data: { source: 'cifar10' } })],
    ['has no budget', JSON.stringify({ ...fakeSpec(), budget: {} })],
    [
      'draws from nothing',
      JSON.stringify({ ...fakeSpec(), space: { learning_rate: { type: 'x' } } }),
    ],
    ['is without constraints', JSON.stringify({ ...fakeSpec(), constraints: [3] })],
    [
      'has a condition that is none',
      JSON.stringify({
        ...fakeSpec(),
        space: { learning_rate: { kind: 'constant', value: 1, when: { scheduler: 'step' } } },
      }),
    ],
    ['ranks by nothing known', JSON.stringify({ ...fakeSpec(), metric: { name: 'x', goal: 'y' } })],
  ])('and %s hides no other, and is named', async (_, spec) => {
    change(`update sweeps set spec = '${spec}' where id = 1`);
    const sweeps = await run('sweeps');
    expect(sweeps.code).toBe(0);
    expect(sweeps.stdout).toContain('other');
    expect(sweeps.stderr).toContain('damaged where it holds the spec of sweep 1 (fake)');
    expect((await run('leaderboard')).code).toBe(0);
    for (const line of COMMANDS.filter((line) => / 1/.test(line))) {
      const { code, stderr } = await run(line);
      expect(stderr, line).toContain('damaged where it holds the spec of sweep 1 (fake)');
      expect(code, line).toBe(3);
    }
  });

  test('so that its method is none of this version is told so', async () => {
    change(`update sweeps set state = 'interrupted',
            spec = json_set(spec, '$.method.type', 'oracle', '$.runCap', 9) where id = 1`);
    const { code, stderr } = await run('resume 1');
    expect(stderr).toContain('got "oracle"');
    expect(code).toBe(2);
    expect((await run('leaderboard 1')).code).toBe(0);
  });
});

describe('a trial of which something is damaged', () => {
  test.each([
    ['params', `update trials set params = '{' where id = 2`, 'the params of trial 2'],
    ['recipe', `update trials set recipe = '[]' where id = 2`, 'the recipe of trial 2'],
    [
      'recipe in one place',
      `update trials set recipe = json_set(recipe, '$.training.gradientClip', 'x') where id = 2`,
      'the recipe of trial 2',
    ],
  ])('(its %s) leaves the others, and is named', async (name, sql, what) => {
    change(sql);
    const board = await run('leaderboard 1 --format json');
    expect(board.code).toBe(0);
    expect(JSON.parse(board.stdout).rows).toHaveLength(4);
    if (name === 'params') expect(board.stderr).toContain(`damaged where it holds ${what}`);
    expect((await run('leaderboard 1 --where learning_rate=0.01')).code).toBe(0);
    expect((await run('show 1')).code).toBe(0);
    for (const line of ['show 2', 'test 2', 'export 2']) {
      const { code, stderr } = await run(line);
      expect(stderr, line).toContain(`damaged where it holds ${what}`);
      expect(code).toBe(3);
    }
  });

  test.each([
    ['a report', `update reports set metrics = 'x' where trial_id = 2 and epoch = 1`],
    ['an error', `update attempts set error = '{' where trial_id = 2`],
    ['what it ran on', `update attempts set provenance = '{}' where trial_id = 2`],
  ])('(%s) shows the rest, and says so', async (_, sql) => {
    change(sql);
    const { code, stdout, stderr } = await run('show 2 --format json');
    expect(stderr).toMatch(/damaged where it holds .* trial 2/);
    expect(JSON.parse(stdout).reports).toHaveLength(3);
    expect(code).toBe(0);
  });
});

test('whatever bytes are overwritten, a command says so or shows what is left', async () => {
  const size = statSync(db).size;
  await fc.assert(
    fc.asyncProperty(
      fc.nat(size - 65),
      fc.uint8Array({ minLength: 1, maxLength: 64 }),
      async (at, bytes) => {
        copyFileSync(join(whole, 'results', 'thaw.sqlite'), db);
        const file = openSync(db, 'r+');
        writeSync(file, bytes, 0, bytes.length, at);
        closeSync(file);
        for (const line of ['sweeps', 'leaderboard 1', 'show 2', 'resume 1']) {
          const { code, stderr } = await run(line);
          expect([0, 2, 3], `${line}: ${stderr}`).toContain(code);
        }
      },
    ),
    { numRuns: 60, seed: 11 },
  );
}, 120_000);

test('an older database is brought up to date though some of it is damaged', async () => {
  copyFileSync(join(STORES, 'schema-2-finished.sqlite'), db);
  change(`update trials set params = '{' where id = 1; insert into sweeps
          (name, state, spec, file, source, created_at) values ('lost', 'finished', '{}', '', '', '')`);
  const { code, stderr } = await run('sweeps');
  expect(stderr).toContain('brought up to date');
  expect(stderr).toContain('the spec of sweep 2 (lost)');
  expect(code).toBe(0);
  expect((await run('leaderboard 1')).stderr).toContain('holds the params of trial 1');
});

test('a missing index costs time and nothing else', async () => {
  const before = await run('leaderboard 1 --format json');
  change('drop index trials_by_state; drop index events_by_cursor');
  expect(await run('leaderboard 1 --format json')).toEqual(before);
});
