import { cpSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { json, type Row } from '../e2e/results.js';
import { folderWith, lineOf, startThaw, thaw } from '../e2e/thaw.js';

const CASE = fileURLToPath(new URL('./classes-changed/', import.meta.url));

/** Trial 1 ends at once, trial 2 much later, trial 3 in between. */
const SWEEP = `
method: grid
keep: 3
data: {source: ./pics, train: 0.6, val: 0.4, image_size: 32}
model: {architecture: resnet18, weights: random}
backend: wasm
workers: 1
parameters:
  learning_rate: {value: 0.01}
  batch_size: {value: 2}
  epochs: {values: [1, 300, 100]}
`;

interface Ranked extends Row {
  readonly change: number;
}

const image = join(CASE, 'pics/test/dog/0.png');

async function classesOf(folder: string, trial: number): Promise<readonly string[]> {
  const { predictions } = json<{
    predictions: readonly { classes: readonly { name: string; probability: number }[] }[];
  }>(await thaw(['predict', String(trial), image, '--format', 'json'], folder));
  const { classes } = predictions[0]!;
  expect(classes.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1);
  return classes.map(({ name }) => name).sort();
}

describe('a sweep that is stopped, and its images are others then', () => {
  /** Stopped after its first trial; copied for each test. */
  let stopped: string;
  let folder: string;
  beforeAll(async () => {
    stopped = folderWith({ 'sweep.yaml': SWEEP });
    cpSync(join(CASE, 'pics'), join(stopped, 'pics'), { recursive: true });
    const { process, finished } = startThaw(['run', 'sweep.yaml'], stopped);
    await lineOf(process.stderr!, /trial 1 finished/);
    process.kill('SIGINT');
    expect((await finished).code).toBe(130);
  });
  beforeEach(() => {
    // In place: the sweep knows its images by their path.
    rmSync(join(stopped, 'pics'), { recursive: true });
    cpSync(join(CASE, 'pics'), join(stopped, 'pics'), { recursive: true });
    folder = folderWith({});
    cpSync(stopped, folder, { recursive: true });
  });

  const pics = (...path: readonly string[]) => join(stopped, 'pics', ...path);
  const shorter = (file: string) => writeFileSync(file, readFileSync(image));

  test.each<readonly [what: string, change: () => void, told: RegExp]>([
    [
      'a class more',
      () => cpSync(join(CASE, 'more/train/bird'), pics('train/bird'), { recursive: true }),
      /class bird is new; 5 images are new \(such as train\/bird\/0\.png\)/,
    ],
    [
      'another image of that name',
      () => shorter(pics('train/cat/4.png')),
      /1 of 14 images differs \(train\/cat\/4\.png\)/,
    ],
  ])('%s: resume refuses, and says what has changed', async (_what, change, told) => {
    change();
    const { code, stderr } = await thaw(['resume'], folder);
    expect(stderr).toMatch(told);
    expect(code).toBe(2);
  });

  test('says the ways out, and changes nothing', async () => {
    shorter(pics('train/cat/4.png'));
    const { code, stderr } = await thaw(['resume'], folder);
    expect(code).toBe(2);
    expect(stderr).toMatch(/\n {2}Put them back.*`(npx )?thaw resume 1 --data PATH`\n/);
    expect(stderr).toMatch(/thaw resume 1 --accept-changed-data`/);
    expect(stderr).toContain('a new sweep');
    cpSync(join(CASE, 'pics/train/cat/4.png'), pics('train/cat/4.png'));
    rmSync(pics('train/cat/4.png'));
    const few = await thaw(['resume', '--accept-changed-data'], folder);
    expect(few.code).toBe(2);
    expect(few.stderr).toContain('Its trials need 10 images to train and validate on, and 9 are');
    cpSync(join(CASE, 'pics/train/cat/4.png'), pics('train/cat/4.png'));
    const shown = json<{ attempts: readonly unknown[] }>(
      await thaw(['show', '2', '--format', 'json'], folder),
    );
    expect(shown.attempts).toHaveLength(1);
  });

  test('accepted, they are trained on: ranked apart, each trial with its own classes', async () => {
    cpSync(join(CASE, 'more/train/bird'), pics('train/bird'), { recursive: true });
    const flags = ['--accept-changed-data', '--format', 'json'];
    const { stderr, ...resumed } = await thaw(['resume', ...flags], folder);
    expect(stderr).toMatch(/class bird is new/);
    const { rows } = json<{ rows: readonly Ranked[] }>({ stderr, ...resumed });
    expect(rows.map(({ trial, rank, change }) => [trial, rank, change]).sort()).toEqual([
      [1, 1, 0],
      [2, null, 1],
      [3, null, 1],
    ]);
    expect(await classesOf(folder, 1)).toEqual(['cat', 'dog']);
    expect(await classesOf(folder, 2)).toEqual(['bird', 'cat', 'dog']);
    // A best of all would rank them in one row.
    expect(stderr).toMatch(/; best value since the change: trial 3, /);
    expect(stderr).not.toMatch(/best value so far|change: trial 1,/);
    expect((await thaw(['show', '2'], folder)).stdout).toContain('\nNot ranked: it comes after');
    const table = await thaw(['leaderboard'], folder);
    expect(table.stdout).toMatch(
      /1 +1 [\s\S]*Not ranked: trained after a change[\s\S]*finished +[23] /,
    );
    const refused = await thaw(['test', '1'], folder);
    expect(refused.code).toBe(2);
    expect(refused.stderr).toMatch(/class bird is new/);
    await thaw(['export', '1', '-o', 'one.safetensors'], folder);
    const header = readFileSync(join(folder, 'one.safetensors')).subarray(0, 100_000).toString();
    expect(header).toContain('"class_names":"[\\"cat\\",\\"dog\\"]"');
  });

  test('moved, they are the same: resume goes on, and remembers where they are', async () => {
    renameSync(join(stopped, 'pics'), join(folder, 'moved'));
    shorter(join(folder, 'moved/train/cat/4.png'));
    const other = await thaw(['resume', '--data', 'moved'], folder);
    expect(other.code).toBe(2);
    expect(other.stderr).toMatch(/thaw resume 1 --data \S+moved --accept-changed-data`/);
    expect(other.stderr).toMatch(/thaw run \S+ --set data\.source=\S+moved`/);
    cpSync(join(CASE, 'pics/train/cat/4.png'), join(folder, 'moved/train/cat/4.png'));
    const gone = await thaw(['resume'], folder);
    expect(gone.code).toBe(2);
    expect(gone.stderr).toMatch(/gone from .*pics\. .*--data PATH/);
    const { code, stderr } = await thaw(['resume', '--data', 'moved'], folder);
    expect(code, stderr).toBe(0);
    const { rows } = json<{ rows: readonly Ranked[] }>(
      await thaw(['leaderboard', '--format', 'json'], folder),
    );
    expect(rows.map(({ change }) => change)).toEqual([0, 0, 0]);
    // Trial 1 ended before they moved.
    expect((await thaw(['test', '1'], folder)).code).toBe(0);
    mkdirSync(join(stopped, 'pics'));
  });
});

describe('a sweep that has ended', () => {
  let folder: string;
  beforeAll(async () => {
    folder = folderWith({ 'sweep.yaml': SWEEP.replace('[1, 300, 100]', '[1]') });
    cpSync(join(CASE, 'pics'), join(folder, 'pics'), { recursive: true });
    const { code, stderr } = await thaw(['run', 'sweep.yaml'], folder);
    expect(code, stderr).toBe(0);
  });
  const pics = (...path: readonly string[]) => join(folder, 'pics', ...path);
  const timesRead = async () =>
    json<{ tests: readonly unknown[] }>(await thaw(['show', '1', '--format', 'json'], folder)).tests
      .length;

  test('is tested on what it was to be tested on, or not at all', async () => {
    const whole = await thaw(['test', '1'], folder);
    expect(whole.code, whole.stderr).toBe(0);
    rmSync(pics('test/cat/1.png'));
    const other = await thaw(['test', '1'], folder);
    expect(other.code).toBe(2);
    expect(other.stderr).toMatch(/1 image is gone \(test\/cat\/1\.png\)/);
    expect(await timesRead()).toBe(1);
    const accepted = await thaw(['test', '1', '--accept-changed-data'], folder);
    expect(accepted.code, accepted.stderr).toBe(0);
    expect(await timesRead()).toBe(2);
    cpSync(join(CASE, 'pics/test/cat/1.png'), pics('test/cat/1.png'));
    // What it trained on is not looked at.
    rmSync(pics('train/cat/0.png'));
    expect((await thaw(['test', '1'], folder)).code).toBe(0);
  });

  test('remembers where its images have moved, whatever has become of its checkpoint', async () => {
    const checkpoint = join(folder, 'results/checkpoints/sweep-1/trial-1.ckpt');
    const bytes = readFileSync(checkpoint);
    writeFileSync(checkpoint, '');
    cpSync(join(CASE, 'pics'), pics(), { recursive: true });
    renameSync(pics(), join(folder, 'moved'));
    const moved = await thaw(['test', '1', '--data', 'moved'], folder);
    expect(moved.code, moved.stderr).toBe(0);
    expect((await thaw(['test', '1'], folder)).code).toBe(0);
    writeFileSync(checkpoint, bytes);
    renameSync(join(folder, 'moved'), pics());
    expect((await thaw(['test', '1', '--data', 'pics'], folder)).code).toBe(0);
  });

  test('gives no number for other labels', async () => {
    for (const split of ['train', 'test']) renameSync(pics(split, 'cat'), pics(split, 'zcat'));
    const { code, stderr, stdout } = await thaw(['test', '1', '--accept-changed-data'], folder);
    expect(code).toBe(2);
    expect(stdout).toBe('');
    expect(stderr).toMatch(/class cat is gone; class zcat is new/);
  });

  test('predicts by its own class names, whatever has become of the images', async () => {
    rmSync(join(folder, 'pics'), { recursive: true });
    expect(await classesOf(folder, 1)).toEqual(['cat', 'dog']);
  });
});
