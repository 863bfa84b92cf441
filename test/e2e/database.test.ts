import { spawn } from 'node:child_process';
import { readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import Sqlite from 'better-sqlite3';
import { describe, expect, test } from 'vitest';
import { json, type Row, rowsOf } from './results.js';
import { attempts, read, reported } from './running.js';
import { type Finished, folderWith, startThaw, thaw } from './thaw.js';

const BIN = fileURLToPath(new URL('../../bin/thaw.js', import.meta.url));
const SWEEP = readFileSync(new URL('../cases/locked-midway/sweep.yaml', import.meta.url), 'utf8');
const LONG = ['run', 'sweep.yaml', '--set', 'epochs=400'];

async function start(...args: readonly string[]) {
  const folder = folderWith({ 'sweep.yaml': SWEEP });
  const db = join(folder, 'results', 'thaw.sqlite');
  const run = startThaw(args, folder);
  await Promise.race([reported(db, 2), run.finished]);
  return { folder, db, ...run };
}

describe('a database that goes in the middle of a run', () => {
  const ways: Readonly<Record<string, (results: string) => void>> = {
    'whose folder is deleted': (results) => rmSync(results, { recursive: true }),
    'whose folder is moved': (results) => renameSync(results, `${results}-moved`),
    'that is deleted': (results) => {
      for (const name of readdirSync(results)) {
        if (name.startsWith('thaw.sqlite')) rmSync(join(results, name));
      }
    },
  };

  test.each(Object.entries(ways))(
    '%s is noticed, rescued, and can be resumed',
    async (_, go) => {
      const { folder, db, finished } = await start(...LONG);
      go(join(folder, 'results'));
      const { code, stdout, stderr } = await finished;
      expect(code, stderr).toBe(3);
      expect(stdout).toBe('');
      expect(stderr).toContain(
        'it was deleted or moved while it was in use. All that was stored is in',
      );
      expect(read(db, 'select count(*) from reports')).toBeGreaterThanOrEqual(2);
      expect(read(db, `select count(*) from trials where state = 'running'`)).toBe(0);
      expect(attempts(db)).not.toContain('crashed');
    },
    120_000,
  );
});

test('a run that was halted while another took its sweep changes nothing more', async () => {
  const { db, process, finished } = await start(...LONG);
  process.kill('SIGSTOP');
  const other = new Sqlite(db, { timeout: 5000 });
  other.exec(`update sweeps set holder_token = 'theirs', holder_pid = 1`);
  const state = () =>
    ['reports', 'attempts', 'events', 'trials'].map((table) =>
      other.prepare(`select * from ${table}`).all(),
    );
  const before = state();
  process.kill('SIGCONT');
  const { code, stderr } = await finished;
  expect(code, stderr).toBe(3);
  expect(stderr).toMatch(/sweep 1 was taken over by process 1 on .*it goes on there/);
  expect(state()).toEqual(before);
  expect(other.prepare('select holder_token from sweeps').pluck().get()).toBe('theirs');
  other.close();
}, 120_000);

test('two runs that make one new database at once are two whole sweeps', async () => {
  const folder = folderWith({ 'sweep.yaml': SWEEP });
  const runs = await Promise.all([1, 2].map(() => thaw(['run', 'sweep.yaml'], folder)));
  for (const { code, stderr } of runs) expect(code, stderr).toBe(0);
  for (const sweep of ['1', '2']) {
    const board = await thaw(['leaderboard', sweep, '--format', 'json'], folder);
    const { rows } = json<{ rows: readonly Row[] }>(board);
    expect(rows.map(({ state }) => state)).toEqual(Array(4).fill('finished'));
  }
}, 180_000);

test('of three that resume one sweep, one does, and the others name it', async () => {
  const { folder, db, process, finished } = await start(...LONG);
  process.kill('SIGINT');
  await finished;
  const other = new Sqlite(db);
  other.exec(`update trials set recipe = json_set(recipe, '$.pace.epochs', 12)`);
  other.close();
  const ends = await Promise.all([1, 2, 3].map(() => thaw(['resume'], folder)));
  const refused = ends.filter(({ code }) => code === 3);
  expect(ends.filter(({ code }) => code === 0).length + refused.length).toBe(3);
  for (const { stderr } of refused) expect(stderr).toMatch(/being run by process \d+ on/);
  expect(refused.length).toBeGreaterThan(0);
  expect((await rowsOf(folder)).map(({ state }) => state)).toEqual(Array(4).fill('finished'));
}, 180_000);

test.runIf(process.platform === 'linux')(
  'a database that cannot grow stops the run, and no trial is the worse for it',
  async () => {
    const folder = folderWith({ 'sweep.yaml': SWEEP });
    const db = join(folder, 'results', 'thaw.sqlite');
    // In kilobytes; the signal is ignored, so that writing fails as on a full disk.
    const script = `trap '' XFSZ; ulimit -f 300; exec "$0" "$@"`;
    const args = ['-c', script, process.execPath, BIN, ...LONG, '--set', 'keep=0'];
    const child = spawn('bash', args, { cwd: folder, stdio: ['ignore', 'ignore', 'pipe'] });
    let stderr = '';
    child.stderr.on('data', (text: Buffer) => {
      stderr += text.toString();
    });
    const code = await new Promise<Finished['code']>((resolve) => child.on('close', resolve));
    expect(code, stderr).toBe(3);
    expect(stderr).toMatch(/go on with `(npx )?thaw resume`/);
    const other = new Sqlite(db);
    other.exec(`update trials set recipe = json_set(recipe, '$.pace.epochs', 3)`);
    other.close();
    const resumed = await thaw(['resume'], folder);
    expect(resumed.code, resumed.stderr).toBe(0);
    expect(new Set(attempts(db))).toEqual(new Set(['interrupted', 'finished']));
  },
  180_000,
);
