import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeEach, expect, test } from 'vitest';
import { type FakeContext, fakeContext, freshFolder, thaw } from './fake-context.js';

const SWEEP = `\
name: mine
epochs: 2
backend: wasm
workers: 1
keep: 2
data: {train: 100, val: 50}
parameters: {learning_rate: {values: [0.1, 0.2]}}
`;

let folder: string;
const again = (): FakeContext => fakeContext({ cwd: folder });
const run = (line: string) => thaw(line, again());

beforeEach(async () => {
  folder = freshFolder();
  writeFileSync(join(folder, 'my.yaml'), SWEEP);
  const { code, stderr } = await run('run my.yaml');
  expect(code, stderr).toBe(0);
});

test('the best trial of the latest sweep is called best', async () => {
  const { stdout } = await run('export best --format json');
  expect(JSON.parse(stdout)).toEqual({
    to: 'safetensors',
    sweep: 1,
    trial: 2,
    file: join(folder, 'results', 'exports', 'trial-2.safetensors'),
    notes: [],
  });
  expect(existsSync(join(folder, 'results', 'exports', 'trial-2.safetensors'))).toBe(true);
});

test('never over what it is made of', async () => {
  const database = join(folder, 'results', 'thaw.sqlite');
  const before = readFileSync(database);
  for (const place of ['results/thaw.sqlite', 'results/checkpoints/sweep-1/trial-1.ckpt']) {
    for (const what of ['1 --to safetensors', '--to csv']) {
      const { code, stderr } = await run(`export ${what} -o ${place}`);
      expect(code).toBe(2);
      expect(stderr).toMatch(/is a folder|is where Thaw keeps its database or trained weights/);
    }
  }
  expect(readFileSync(database).equals(before)).toBe(true);
});

test.each<readonly [line: string, told: RegExp]>([
  ['export', /writes the network of a trial: give its number .*, or `best` for the first/s],
  ['export mine --to safetensors', /A trial is named by its number/],
  ['export 7', /There is no trial 7/],
  ['export 7 --to csv', /There is no sweep "7"[\s\S]*--to csv writes all trials of a sweep/],
  ['export 1 --to pickle', /--to expects one of safetensors, .*; not "pickle"/],
  ['export 1 -o results', /results is a folder: -o expects the file to write/],
])('%s is told as a mistake', async (line, told) => {
  const { code, stdout, stderr } = await run(line);
  expect(code).toBe(2);
  expect(stdout).toBe('');
  expect(stderr).toMatch(told);
});

test('a sweep is named by its name, its id, or not at all', async () => {
  const sizes: number[] = [];
  for (const sweep of ['mine', '1', '']) {
    const { code, stdout, stderr } = await run(
      `export ${sweep} --to csv --format json`.replace('  ', ' '),
    );
    expect(code, stderr).toBe(0);
    const { file, trial } = JSON.parse(stdout);
    expect(trial).toBeNull();
    sizes.push(statSync(file).size);
  }
  expect(new Set(sizes).size).toBe(1);
});
