import { existsSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { json, learned, onlyTrial, type Row, rowsOf, shown } from './results.js';
import { folderWith, lineOf, startThaw, thaw } from './thaw.js';

// Real weights, real images, real workers and a real database, at the smallest size that trains.
const SWEEP = `
method: grid
epochs: 2
backend: wasm
data: { train: 40, val: 20, image_size: 32 }
parameters:
  learning_rate: { values: [0.01, 0.003] }
  scheduler: { values: [constant, { type: step, step_size: 1 }] }
  augmentation: { values: [none, crop-flip] }
  unfrozen_layers: { values: [0, layer4.2] }
  dropout: { value: 0.2 }
`;

let whole: string;
let wholeRows: readonly Row[];

beforeAll(async () => {
  whole = folderWith({ 'sweep.yaml': SWEEP });
  const run = await thaw(['run', 'sweep.yaml', '--workers', '2'], whole);
  expect(run.code, run.stderr).toBe(0);
  wholeRows = await rowsOf(whole);
}, 600_000);

test('a sweep file becomes a ranked leaderboard', () => {
  expect(wholeRows).toHaveLength(16);
  // 20 images cannot tell most of them apart.
  expect(wholeRows.map((row) => row.rank)).toEqual(
    wholeRows.map(({ tied }, i) => (tied ? 1 : i + 1)),
  );
  expect(wholeRows[0]).toMatchObject({ rank: 1, tied: true });
  const values = wholeRows.map((row) => row.value);
  expect(values).toEqual(values.toSorted((a, b) => b - a));
  expect(new Set(wholeRows.map((row) => JSON.stringify(row.params))).size).toBe(16);
  expect(values[0]).toBeGreaterThan(0.15); // ten classes: better than chance from 40 images
});

test('a trial learns the same alone as beside others in two workers', async () => {
  const best = wholeRows[0]!;
  const alone = folderWith({ 'sweep.yaml': onlyTrial(SWEEP, best.params) });
  const run = await thaw(['run', 'sweep.yaml', '--workers', '1'], alone);
  expect(run.code, run.stderr).toBe(0);
  expect(await learned(alone, 1)).toEqual(await learned(whole, best.trial));
}, 300_000);

test('no trial learns anything else with --no-sharing', async () => {
  const apart = folderWith({ 'sweep.yaml': SWEEP });
  const run = await thaw(['run', 'sweep.yaml', '--no-sharing', '--workers', '2'], apart);
  expect(run.code, run.stderr).toBe(0);
  for (const { trial } of wholeRows) {
    expect(await learned(apart, trial)).toEqual(await learned(whole, trial));
  }
}, 600_000);

test('a run ends with what sharing saved, and a trial tells with whom it shared', async () => {
  const folder = folderWith({ 'sweep.yaml': SWEEP });
  const run = await thaw(['run', 'sweep.yaml', '--workers', '1'], folder);
  // 20 validation images once, 40 training images once plain and twice augmented, for 16 trials.
  expect(run.stderr).toContain('Sharing: 140 of 1,280 image passes through frozen layers');
  const step = wholeRows.find(({ params }) => typeof params.scheduler === 'object')!;
  const { reports } = await shown(whole, step.trial);
  expect(reports.map(({ shared_with }) => shared_with === null)).toEqual([false, true]);
}, 600_000);

test('an interrupted sweep, resumed, ends as one that never stopped', async () => {
  const halves = folderWith({ 'sweep.yaml': SWEEP });
  const first = startThaw(['run', 'sweep.yaml', '--workers', '1'], halves);
  // The first cohort has ended, the second is under way.
  await lineOf(first.process.stderr!, /trial 1 finished/);
  first.process.kill('SIGINT');
  const stopped = await first.finished;
  expect(stopped.code).toBe(130);
  expect(stopped.stderr).toContain('thaw resume');

  const rest = await thaw(['resume', '--workers', '2'], halves);
  expect(rest.code, rest.stderr).toBe(0);
  const plain = (rows: readonly Row[]) =>
    rows.map(({ rank, value, params }) => [rank, value, params]);
  expect(plain(await rowsOf(halves))).toEqual(plain(wholeRows));
  const { attempts } = await shown(halves, 1);
  expect(attempts).toHaveLength(1); // finished before the interruption: never repeated
}, 600_000);

test('a sweep whose process was killed goes on', async () => {
  const folder = folderWith({ 'sweep.yaml': SWEEP });
  const args = ['run', 'sweep.yaml', '--workers', '1', '--trials', '4'];
  const first = startThaw(args, folder);
  await lineOf(first.process.stderr!, /trial 1 finished/);
  first.process.kill('SIGKILL');
  await first.finished;

  const rest = await thaw(['resume'], folder);
  expect(rest.code, rest.stderr).toBe(0);
  const rows = await rowsOf(folder);
  expect(rows.map((row) => row.state)).toEqual(Array(4).fill('finished'));
}, 600_000);

test("the best trial's network is kept, tests, predicts and exports", async () => {
  const best = wholeRows[0]!.trial;
  const { weights } = await shown(whole, best);
  expect(weights && existsSync(weights)).toBe(true);

  const image = join(whole, 'gray.png');
  const pixels = { width: 40, height: 32, channels: 3, background: 'gray' } as const;
  writeFileSync(image, await sharp({ create: pixels }).png().toBuffer());
  const predict = await thaw(['predict', String(best), image, '--format', 'json'], whole);
  const { predictions } = json<{
    predictions: { classes: { name: string; probability: number }[] }[];
  }>(predict);
  const { classes } = predictions[0]!;
  expect(classes[0]!.probability).toBeGreaterThanOrEqual(classes[1]!.probability);

  const exported = await thaw(['export', String(best), '-o', 'best.safetensors'], whole);
  expect(exported.code, exported.stderr).toBe(0);
  expect(readdirSync(whole)).toContain('best.safetensors');
}, 300_000);
