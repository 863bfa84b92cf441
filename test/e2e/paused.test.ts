import { beforeAll, expect, test } from 'vitest';
import { leftIn } from './left-in.js';
import { folderWith, lineOf, startThaw, thaw } from './thaw.js';

/** Three trunks, so that rungs grow after most of their trials were paused. */
const SWEEP = `
epochs: 9
backend: wasm
workers: 1
keep: 2
early_terminate: { type: asha, eta: 2 }
checkpoint: { every: 50ms }
data: { train: 40, val: 40, image_size: 32 }
parameters:
  augmentation: { values: [none, cutout, mixup] }
  learning_rate: { values: [0.03, 0.01, 0.003] }
  scheduler: { values: [constant, cosine] }
`;

let whole: Awaited<ReturnType<typeof leftIn>>;

beforeAll(async () => {
  const folder = folderWith({ 'sweep.yaml': SWEEP });
  const run = await thaw(['run', 'sweep.yaml'], folder);
  expect(run.code, run.stderr).toBe(0);
  expect(run.stderr).toMatch(/^trial \d+ paused: .*going on takes val_accuracy/m);
  whole = await leftIn(folder);
}, 120_000);

test('trials that were paused go on by what they had learned, to what they would have without', async () => {
  const folder = folderWith({ 'sweep.yaml': SWEEP.replace(/early_terminate.*/, '') });
  const run = await thaw(['run', 'sweep.yaml'], folder);
  expect(run.code, run.stderr).toBe(0);
  const { learned } = await leftIn(folder);
  const promoted = whole.attempts.filter((attempts) => attempts.length > 1);
  expect(promoted.length).toBeGreaterThan(0);
  expect(whole.learned.some(({ state }) => state === 'finished')).toBe(true);
  for (const [place, { reports }] of whole.learned.entries()) {
    expect(reports).toEqual(learned[place]!.reports.slice(0, reports.length));
  }
  expect(whole.snapshots).toEqual([]);
  expect(whole.files.filter((name) => name.endsWith('.snapshot'))).toEqual([]);
}, 120_000);

test('a sweep killed while trials are paused ends as one left alone', async () => {
  const folder = folderWith({ 'sweep.yaml': SWEEP });
  let args = ['run', 'sweep.yaml'];
  for (const wait of [500, 1000, 300]) {
    const { process: child, finished } = startThaw(args, folder);
    // A fast machine may be through before.
    await Promise.race([lineOf(child.stderr!, /^Sweep 1/m), finished]);
    await new Promise((resolve) => setTimeout(resolve, wait));
    child.kill('SIGKILL');
    await finished;
    args = ['resume'];
  }
  const rest = await thaw(['resume'], folder);
  expect(rest.code, rest.stderr).toBe(0);
  const left = await leftIn(folder);
  expect(left.learned).toEqual(whole.learned);
  expect(left.weights).toEqual(whole.weights);
  expect(left.files).toEqual(whole.files);
}, 300_000);
