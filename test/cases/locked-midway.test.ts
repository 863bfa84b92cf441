import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { rowsOf } from '../e2e/results.js';
import { attempts, lockDatabase, reported } from '../e2e/running.js';
import { folderWith, lineOf, startThaw, thaw } from '../e2e/thaw.js';

const SWEEP = readFileSync(new URL('locked-midway/sweep.yaml', import.meta.url), 'utf8');
const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms));

async function start(...flags: readonly string[]) {
  const folder = folderWith({ 'sweep.yaml': SWEEP });
  const db = join(folder, 'results', 'thaw.sqlite');
  const run = startThaw(['run', 'sweep.yaml', ...flags], folder);
  await Promise.race([reported(db, 2), run.finished]);
  return { folder, db, ...run };
}

test('a run waits for a database that another program has locked, says so once, and goes on', async () => {
  const { folder, db, finished } = await start();
  const unlock = lockDatabase(db);
  await sleep(6000);
  unlock();
  const { code, stderr } = await finished;
  expect(code, stderr).toBe(0);
  expect(stderr.match(/another program has it locked/g)).toHaveLength(1);
  expect(stderr.match(/it can be written again after \d+ s/g)).toHaveLength(1);
  const rows = await rowsOf(folder);
  expect(rows.map(({ state }) => state)).toEqual(Array(4).fill('finished'));
  expect(new Set(attempts(db))).toEqual(new Set(['finished']));
}, 120_000);

test('after --db-timeout it stops, says what to do, and no trial is the worse for it', async () => {
  const { folder, db, finished } = await start('--db-timeout', '1s');
  const unlock = lockDatabase(db);
  const { code, stderr } = await finished;
  expect(code, stderr).toBe(3);
  expect(stderr).toMatch(/another program has it locked.*`thaw resume`/);
  unlock();
  const resumed = await thaw(['resume'], folder);
  expect(resumed.code, resumed.stderr).toBe(0);
  expect(new Set(attempts(db))).toEqual(new Set(['interrupted', 'finished']));
  expect((await rowsOf(folder)).map(({ state }) => state)).toEqual(Array(4).fill('finished'));
}, 120_000);

test('Ctrl-C is heard meanwhile, a second one ends it at once, and that is no crash', async () => {
  const { folder, db, process, finished } = await start();
  const unlock = lockDatabase(db);
  await sleep(700);
  const notice = lineOf(process.stderr!, /Stopping after the current step/);
  process.kill('SIGINT');
  await notice;
  await sleep(700);
  const since = performance.now();
  process.kill('SIGINT');
  const { code } = await finished;
  expect(code).toBe(130);
  expect(performance.now() - since).toBeLessThan(4000);
  unlock();
  const resumed = await thaw(['resume'], folder);
  expect(resumed.code, resumed.stderr).toBe(0);
  expect(attempts(db)).not.toContain('crashed');
}, 120_000);

test.each([['5'], ['soon'], ['']])('--db-timeout %j is refused', async (text) => {
  const { code, stderr } = await thaw(['resume', `--db-timeout=${text}`], folderWith({}));
  expect(stderr).toMatch(/--db-timeout.* expect/);
  expect(code).toBe(2);
});
