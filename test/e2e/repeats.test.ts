import { beforeAll, expect, test } from 'vitest';
import { json, learned, type Row, rowsOf } from './results.js';
import { folderWith, lineOf, startThaw, thaw } from './thaw.js';

const PARAMETERS = `
method: grid
backend: wasm
epochs: 2
data: { train: 40, val: 20, image_size: 32 }
parameters:
  augmentation: { value: crop-flip }
  unfrozen_layers: { value: 0 }
  dropout: { value: 0.2 }
`;
const SWEEP = `${PARAMETERS}  learning_rate: { values: [0.01, 0.003] }\nrepeats: { top: 1, n: 3 }\n`;

let whole: string;
let best: number;

beforeAll(async () => {
  whole = folderWith({ 'sweep.yaml': SWEEP });
  const run = await thaw(['run', 'sweep.yaml'], whole);
  expect(run.code, run.stderr).toBe(0);
  expect(run.stderr).toContain('4 of 4 trials');
  best = (await runsOf(whole, 3))[0]!;
}, 300_000);

/** Ids of all runs of a trial's point. */
async function runsOf(folder: string, trial: number): Promise<readonly number[]> {
  const shown = await thaw(['show', String(trial), '--format', 'json'], folder);
  return json<{ runs: readonly number[] }>(shown).runs;
}

test('the best point is trained again at the end, and each trial says which run it is', async () => {
  expect(await runsOf(whole, 4)).toEqual([best, 3, 4]);
  const { stdout } = await thaw(['show', '3'], whole);
  expect(stdout).toContain(`Run 2 of 3 of its point: trials ${best}, 4 trained the same`);
  const all = await Promise.all([best, 3, 4].map((trial) => learned(whole, trial)));
  expect(new Set(all.map((each) => JSON.stringify(each))).size).toBe(3);
}, 60_000);

test('a run learns what it learns alone, with the draws of its replicate', async () => {
  const rate = best === 1 ? 0.01 : 0.003;
  const alone = `${PARAMETERS}  learning_rate: { value: ${rate} }\n  replicate: { value: 2 }\n`;
  const folder = folderWith({ 'sweep.yaml': alone });
  const run = await thaw(['run', 'sweep.yaml'], folder);
  expect(run.code, run.stderr).toBe(0);
  expect(await learned(folder, 1)).toEqual(await learned(whole, 4));
}, 300_000);

const ranked = (rows: readonly Row[]) =>
  rows.map(({ rank, trial, value }) => ({ rank, trial, value }));

test('stopped among its repeats and resumed, a sweep ends as one that never stopped', async () => {
  const folder = folderWith({ 'sweep.yaml': SWEEP });
  const first = startThaw(['run', 'sweep.yaml'], folder);
  await lineOf(first.process.stderr!, /trial 2 finished[\s\S]*trial [34] epoch 0|trial 3 finished/);
  first.process.kill('SIGKILL');
  await first.finished;
  const rest = await thaw(['resume'], folder);
  expect(rest.code, rest.stderr).toBe(0);
  expect(await rowsOf(folder)).toMatchObject(ranked(await rowsOf(whole)));
  for (const trial of [1, 2, 3, 4]) {
    expect(await learned(folder, trial)).toEqual(await learned(whole, trial));
  }
}, 300_000);
