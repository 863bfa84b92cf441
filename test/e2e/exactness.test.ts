import { beforeAll, expect, test } from 'vitest';
import { describeBackend } from '../golden/backends.js';
import { learned, onlyTrial, type Row, rowsOf, shown } from './results.js';
import { folderWith, lineOf, startThaw, thaw } from './thaw.js';

// On wasm, test/e2e/sweep.test.ts says the same of more trials. Here all cores work on each op.
const SWEEP = `
method: grid
epochs: 12
backend: tensorflow
data: { train: 40, val: 20, image_size: 32 }
parameters:
  learning_rate: { values: [0.01, 0.003] }
  augmentation: { values: [none, crop-flip] }
  unfrozen_layers: { value: 1 }
  dropout: { value: 0.2 }
`;

describeBackend('tensorflow', 'exactness', () => {
  let whole: string;
  let wholeRows: readonly Row[];

  beforeAll(async () => {
    whole = folderWith({ 'sweep.yaml': SWEEP });
    const run = await thaw(['run', 'sweep.yaml'], whole);
    expect(run.code, run.stderr).toBe(0);
    wholeRows = await rowsOf(whole);
    expect(wholeRows.map(({ state }) => state)).toEqual(Array(4).fill('finished'));
  });

  test('a trial learns the same alone as beside others', async () => {
    const { trial, params } = wholeRows.find((row) => row.params.augmentation === 'crop-flip')!;
    const alone = folderWith({ 'sweep.yaml': onlyTrial(SWEEP, params) });
    const run = await thaw(['run', 'sweep.yaml'], alone);
    expect(run.code, run.stderr).toBe(0);
    const reports = await learned(alone, 1);
    expect(reports).toHaveLength(12);
    expect(reports).toEqual(await learned(whole, trial));
  });

  test('a trial learns the same after Ctrl-C and resume', async () => {
    const halves = folderWith({ 'sweep.yaml': SWEEP });
    const first = startThaw(['run', 'sweep.yaml'], halves);
    // Eleven epochs are to come: the signal finds the first cohort at work.
    await lineOf(first.process.stderr!, /trial 1 epoch 0/);
    first.process.kill('SIGINT');
    expect((await first.finished).code).toBe(130);
    const rest = await thaw(['resume'], halves);
    expect(rest.code, rest.stderr).toBe(0);

    const states: string[] = [];
    for (const { trial } of wholeRows) {
      expect(await learned(halves, trial)).toEqual(await learned(whole, trial));
      states.push(...(await shown(halves, trial)).attempts.map(({ state }) => state));
    }
    expect(states).toContain('interrupted');
  });

  // As many images as frozen layers pass at once: a head's convolutions then have the very shapes
  // that frozen layers have beside it, and must not share what was prepared for those.
  test('a trial learns the same whatever frozen layers it trains beside', async () => {
    const sweep = (unfrozen: string) => `
method: grid
epochs: 2
backend: tensorflow
data: { train: 64, val: 32, image_size: 32 }
parameters:
  learning_rate: { value: 0.01 }
  unfrozen_layers: { values: [${unfrozen}] }
`;
    const [beside, alone] = ['0, 1', '1'].map((unfrozen) =>
      folderWith({ 'sweep.yaml': sweep(unfrozen) }),
    );
    for (const folder of [beside!, alone!]) {
      const run = await thaw(['run', 'sweep.yaml'], folder);
      expect(run.code, run.stderr).toBe(0);
    }
    expect(await learned(beside!, 2)).toEqual(await learned(alone!, 1));
  });
});
