import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeAll, expect, test } from 'vitest';
import { folderWith, thaw } from '../e2e/thaw.js';

const CASE = fileURLToPath(new URL('./escape-in-name/sweep.yaml', import.meta.url));

/** What could color, move, reorder or break lines, line ends of our own left out. */
// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what is sought
const UNSAFE = /[\u0000-\u0009\u000b-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069]/;

const folder = folderWith({});
/** A class and a file with names that a file system allows. */
const CLASS = '=cmd|x\u202e\n\u001b[31mforged';

beforeAll(async () => {
  cpSync(CASE, join(folder, 'sweep.yaml'));
  const { code } = await thaw(['run', 'sweep.yaml'], folder);
  expect(code).toBe(0);
});

test.each([
  [['leaderboard']],
  [['leaderboard', '--format', 'csv']],
  [['sweeps']],
  [['sweeps', '--format', 'csv']],
  [['sweeps', '--format', 'json']],
  [['show', '1']],
  [['show', '9']],
  [['leaderboard', 'nobody']],
  [['delete', '1']],
  [['plan', 'sweep.yaml']],
  [['validate', 'sweep.yaml', '--format', 'json']],
])('%j sends no code of a name to the terminal', async (args) => {
  const { stdout, stderr } = await thaw(args, folder);
  expect(`${stdout}${stderr}`).not.toMatch(UNSAFE);
  expect(`${stdout}${stderr}`).not.toMatch(/^second line/m);
});

test('the heading is one line, and JSON has the name as it is', async () => {
  const { stdout } = await thaw(['leaderboard'], folder);
  expect(stdout.split('\n')[0]).toBe('Sweep 1:  [31mred second line');
  const json = JSON.parse((await thaw(['sweeps', '--format', 'json'], folder)).stdout);
  expect(json.sweeps[0].name).toBe('\u001b[31mred\nsecond line');
});

test('neither do names of classes, files, keys and sources, in messages, tables and CSV', async () => {
  for (const split of ['train', 'test']) {
    for (const name of [CLASS, 'b']) {
      const at = join(folder, 'images', split, name);
      mkdirSync(at, { recursive: true });
      writeFileSync(join(at, '\u001b[2Jx\n.png'), 'no image');
    }
  }
  writeFileSync(
    join(folder, 'evil.yaml'),
    'data: { source: images, train: 2, val: 2 }\nparameters: { learning_rate: { value: 0.1 } }\n',
  );
  writeFileSync(
    join(folder, 'keys.yaml'),
    'data: { source: "\\e[31m/\\u202e\\nx" }\n"\\e[2Jkey\\n": 1\nparameters: { "\\e[1mlr\\n": { value: 1 } }\n',
  );
  for (const args of [
    ['validate', 'evil.yaml'],
    ['plan', 'evil.yaml'],
    ['run', 'evil.yaml'],
    ['fetch', 'evil.yaml'],
    ['validate', 'keys.yaml'],
    ['validate', 'keys.yaml', '--format', 'csv'],
    ['plan', 'evil.yaml', '--set', 'model.weights=\u001b[31m\nx.safetensors'],
    ['leaderboard', '\u001b[31m\nforged'],
    ['predict', '1', '\u001b[31m\nforged.jpg'],
  ]) {
    const { stdout, stderr } = await thaw(args, folder);
    expect(`${stdout}${stderr}`, args.join(' ')).not.toMatch(UNSAFE);
    expect(`${stdout}${stderr}`, args.join(' ')).not.toMatch(/^\s*(?:\[31m)?forged|^\.png/m);
  }
});
