import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, test } from 'vitest';
import { describeBackend } from '../golden/backends.js';
import { leftIn, resultsIn } from './left-in.js';
import { folderWith, lineOf, startThaw, thaw } from './thaw.js';

/** Forks, dropout, MixUp and slots, in long enough epochs to be killed in. */
const SWEEP = (backend: string) => `
epochs: 20
backend: ${backend}
workers: 1
keep: 2
checkpoint: { every: 50ms }
data: { train: 40, val: 20, image_size: 32 }
parameters:
  learning_rate: { values: [0.01, 0.003] }
  scheduler: { values: [plateau, cosine, { type: step, step_size: 3 }] }
  optimizer: { values: [adam, sgd] }
  augmentation: { value: mixup }
  dropout: { value: 0.2 }
`;

for (const backend of ['wasm', 'tensorflow']) {
  describeBackend(backend, 'a sweep', () => {
    let whole: Awaited<ReturnType<typeof leftIn>>;
    const sweep = SWEEP(backend);

    beforeAll(async () => {
      const folder = folderWith({ 'sweep.yaml': sweep });
      const run = await thaw(['run', 'sweep.yaml'], folder);
      expect(run.code, run.stderr).toBe(0);
      whole = await leftIn(folder);
    }, 120_000);

    test('killed three times ends as one left alone, and leaves nothing else behind', async () => {
      const folder = folderWith({ 'sweep.yaml': sweep });
      let args = ['run', 'sweep.yaml'];
      for (const wait of [400, 700, 200]) {
        const { process: child, finished } = startThaw(args, folder);
        await lineOf(child.stderr!, /^Sweep 1/m);
        await new Promise((resolve) => setTimeout(resolve, 400 + wait));
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
      expect(left.snapshots).toEqual([]);
    }, 300_000);

    test('stopped by Ctrl-C goes on from the very step, all its trials together', async () => {
      const folder = folderWith({ 'sweep.yaml': sweep });
      const { process: child, finished } = startThaw(['run', 'sweep.yaml'], folder);
      await lineOf(child.stderr!, /trial 1 epoch/);
      child.kill('SIGINT');
      expect((await finished).code).toBe(130);
      const stopped = await leftIn(folder);
      const [snapshot] = stopped.snapshots;
      expect(snapshot!.trialIds).toHaveLength(12);
      expect(snapshot!.epoch).toBe(stopped.learned[0]!.reports.length);

      const rest = await thaw(['resume'], folder);
      expect(rest.code, rest.stderr).toBe(0);
      const { learned, weights } = await leftIn(folder);
      expect(learned).toEqual(whole.learned);
      expect(weights).toEqual(whole.weights);
    }, 300_000);
  });
}

describe('a checkpoint', () => {
  /** A sweep that was stopped with a checkpoint on disk. */
  async function stopped(sweep = SWEEP('wasm')) {
    const folder = folderWith({ 'sweep.yaml': sweep });
    const { process: child, finished } = startThaw(['run', 'sweep.yaml'], folder);
    await lineOf(child.stderr!, /trial 1 epoch/);
    child.kill('SIGINT');
    expect((await finished).code).toBe(130);
    return folder;
  }

  const snapshotsIn = (folder: string) =>
    readdirSync(resultsIn(folder)).filter((name) => name.endsWith('.snapshot'));

  test('that is damaged is said, and its trials start over in company', async () => {
    const folder = await stopped();
    const file = join(resultsIn(folder), snapshotsIn(folder)[0]!);
    const bytes = readFileSync(file);
    bytes[bytes.length >> 1]! ^= 4;
    writeFileSync(file, bytes);
    const rest = await thaw(['resume'], folder);
    expect(rest.code, rest.stderr).toBe(0);
    expect(rest.stderr).toMatch(/the checkpoint of 12 trials is of no use.* is damaged/);
    const { learned, attempts } = await leftIn(folder);
    expect(learned.map(({ reports }) => reports.length)).toEqual(Array(12).fill(20));
    expect(attempts.map((each) => each.length)).toEqual(Array(12).fill(2));
  }, 120_000);

  test('is not taken where the sweep wants none', async () => {
    const folder = await stopped(SWEEP('wasm').replace('every: 50ms', 'every: never'));
    expect(readdirSync(resultsIn(folder))).toEqual([]);
  }, 120_000);

  test('that would take more than max_bytes is not taken, which is said once', async () => {
    const sweep = SWEEP('wasm').replace('every: 50ms', 'every: 50ms, max_bytes: 1KB');
    const folder = folderWith({ 'sweep.yaml': sweep });
    const run = await thaw(['run', 'sweep.yaml'], folder);
    expect(run.code, run.stderr).toBe(0);
    expect(run.stderr.match(/checkpoint\.max_bytes leaves/g)).toHaveLength(1);
  }, 120_000);

  test('and what died with it go when the next run starts', async () => {
    const folder = await stopped();
    for (const name of ['trial-1.ckpt.0.part', 'cohort-0.snapshot', 'cohort-0.place']) {
      writeFileSync(join(resultsIn(folder), name), 'left');
    }
    const rest = await thaw(['resume'], folder);
    expect(rest.code, rest.stderr).toBe(0);
    expect(
      readdirSync(resultsIn(folder)).filter(
        (name) => !/^trial-\d+\.(ckpt|safetensors)$/.test(name),
      ),
    ).toEqual([]);
  }, 120_000);
});
