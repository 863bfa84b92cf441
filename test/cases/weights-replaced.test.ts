import {
  copyFileSync,
  cpSync,
  existsSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, describe, expect, test } from 'vitest';
import { writeSafetensors } from '../../src/assets/tensor-files/safetensors-write.js';
import { toTorch } from '../../src/assets/tensor-files/torch-layout.js';
import { random } from '../../src/assets/weights/random.js';
import { json, type Row } from '../e2e/results.js';
import { folderWith, lineOf, startThaw, thaw } from '../e2e/thaw.js';

const PICS = fileURLToPath(new URL('./classes-changed/pics', import.meta.url));
const IMAGE = join(PICS, 'test/dog/0.png');

const SWEEP = `
method: grid
keep: 2
data: {source: ./pics, train: 0.6, val: 0.4, image_size: 32}
model: {architecture: resnet18, weights: ./base.safetensors}
backend: wasm
workers: 1
parameters:
  learning_rate: {value: 0.01}
  batch_size: {value: 2}
  epochs: {values: [1]}
`;

/** A file of a resnet18 drawn from a seed. */
async function writeWeights(path: string, seed: number): Promise<void> {
  const model = { architecture: 'resnet18', weights: 'random' };
  const { tensors } = await random.load(model, '', seed);
  const body = [...tensors].filter(([name]) => !name.startsWith('fc.'));
  writeSafetensors(path, new Map(body.map(([name, tensor]) => [name, toTorch(tensor)])), {});
}

let folder: string;
const inFolder = (...path: readonly string[]) => join(folder, ...path);
const kept = (name: string) => inFolder('results/checkpoints/sweep-1', name);
const predict = (trial = 1, ...flags: readonly string[]) =>
  thaw(['predict', String(trial), IMAGE, '--format', 'json', ...flags], folder);

async function start(sweep: string): Promise<string> {
  const made = folderWith({ 'sweep.yaml': sweep });
  cpSync(PICS, join(made, 'pics'), { recursive: true });
  await writeWeights(join(made, 'base.safetensors'), 1);
  return made;
}

describe('a trial whose weights are not what they were', () => {
  /** What it predicted before. */
  let before: unknown;
  let tested: string;
  const FILES = ['base.safetensors', 'results/checkpoints/sweep-1/trial-1.ckpt'];
  const NETWORK = 'results/checkpoints/sweep-1/trial-1.safetensors';
  beforeAll(async () => {
    folder = await start(SWEEP);
    const { code, stderr } = await thaw(['run', 'sweep.yaml'], folder);
    expect(code, stderr).toBe(0);
    before = json(await predict());
    tested = (await thaw(['test', '1', '--format', 'csv'], folder)).stdout;
    for (const file of [...FILES, NETWORK]) copyFileSync(inFolder(file), inFolder(`${file}.good`));
  });
  afterEach(() => {
    for (const file of [...FILES, NETWORK]) copyFileSync(inFolder(`${file}.good`), inFolder(file));
  });

  const withoutNetwork = () => rmSync(kept('trial-1.safetensors'));
  const flip = (file: string) => {
    const bytes = readFileSync(file);
    bytes[bytes.length - 9]! ^= 1;
    writeFileSync(file, bytes);
  };

  test.each<readonly [what: string, cause: () => Promise<void> | void, told: RegExp]>([
    [
      'the file it was trained from is another one',
      () => writeWeights(inFolder('base.safetensors'), 2),
      /base\.safetensors, are another file now/,
    ],
    [
      'the file it was trained from is gone',
      () => rmSync(inFolder('base.safetensors')),
      /base\.safetensors, are gone/,
    ],
    ['its checkpoint lost a bit', () => flip(kept('trial-1.ckpt')), /trial-1\.ckpt is damaged/],
  ])(
    '%s: its whole network on disk gives the very same, which is said',
    async (_w, cause, told) => {
      await cause();
      const { stderr, ...predicted } = await predict();
      expect(json({ stderr, ...predicted })).toEqual(before);
      expect(stderr).toMatch(told);
      expect(stderr).toContain('trial-1.safetensors');
      const again = await thaw(['test', '1', '--format', 'csv'], folder);
      expect(again.stdout).toBe(tested);
      const exported = await thaw(['export', '1', '-o', 'out.safetensors'], folder);
      expect(exported.code).toBe(0);
      const isSame = readFileSync(inFolder('out.safetensors')).equals(
        readFileSync(inFolder(NETWORK)),
      );
      expect(isSame).toBe(true);
    },
  );

  test.each<readonly [what: string, cause: () => Promise<void> | void, code: number, told: RegExp]>(
    [
      [
        'another file to start from',
        () => writeWeights(inFolder('base.safetensors'), 2),
        2,
        /are another file now[\s\S]*--weights PATH/,
      ],
      ['a checkpoint with a bit flipped', () => flip(kept('trial-1.ckpt')), 3, /is damaged/],
    ],
  )('without that network nothing is made of %s', async (_what, cause, code, told) => {
    await cause();
    withoutNetwork();
    for (const args of [
      ['predict', '1', IMAGE],
      ['test', '1'],
      ['export', '1', '-o', 'none.safetensors'],
    ]) {
      const refused = await thaw(args, folder);
      expect([refused.code, refused.stdout]).toEqual([code, '']);
      expect(refused.stderr).toMatch(told);
    }
    expect(existsSync(inFolder('none.safetensors'))).toBe(false);
  });

  test('a network that is not as it was written is no way out', async () => {
    rmSync(inFolder('base.safetensors'));
    flip(inFolder(NETWORK));
    const { code, stderr } = await predict();
    expect(code).toBe(2);
    expect(stderr).toMatch(/are gone/);
  });

  test('a file that has only moved is named with --weights', async () => {
    withoutNetwork();
    renameSync(inFolder('base.safetensors'), inFolder('moved.safetensors'));
    const moved = await predict(1, '--weights', 'moved.safetensors');
    expect(json(moved)).toEqual(before);
    await writeWeights(inFolder('other.safetensors'), 2);
    const other = await predict(1, '--weights', 'other.safetensors');
    expect(other.code).toBe(2);
  });
});

describe('a sweep whose weights are replaced before it ends', () => {
  beforeAll(async () => {
    folder = await start(SWEEP.replace('[1]', '[1, 300, 200]'));
    const { process, finished } = startThaw(['run', 'sweep.yaml'], folder);
    await lineOf(process.stderr!, /trial 1 finished/);
    process.kill('SIGINT');
    expect((await finished).code).toBe(130);
    await writeWeights(inFolder('base.safetensors'), 2);
  });

  test('is not resumed', async () => {
    const { code, stderr } = await thaw(['resume'], folder);
    expect(code).toBe(2);
    expect(stderr).toMatch(/base\.safetensors, are another file now/);
    expect(stderr).toContain('--accept-changed-weights');
  });

  test('accepted, is ranked apart; no network is put together from two halves', async () => {
    const flags = ['--accept-changed-weights', '--format', 'json'];
    const resumed = await thaw(['resume', ...flags], folder);
    const { rows } = json<{ rows: readonly (Row & { readonly change: number })[] }>(resumed);
    expect(rows.map(({ trial, change }) => [trial, change]).sort()).toEqual([
      [1, 0],
      [2, 1],
      [3, 1],
    ]);
    expect(resumed.stderr).toMatch(/network of trial 1 is not written/);
    // The best trial has none to predict with.
    expect(resumed.stderr).toMatch(/thaw show 1 /);
    expect(resumed.stderr).not.toMatch(/thaw predict 1 /);
    expect(existsSync(kept('trial-1.safetensors'))).toBe(false);
    expect((await predict(1)).code).toBe(2);
    expect((await predict(2)).code).toBe(0);
  });
});
