import { spawn } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import sharp from 'sharp';
import { beforeAll, expect, test } from 'vitest';
import { folderWith, thaw } from './thaw.js';

const BIN = fileURLToPath(new URL('../../bin/thaw.js', import.meta.url));
const COUNT = 70;

const SWEEP = `
backend: wasm
epochs: 1
model: { architecture: resnet18, weights: random }
data: { train: 40, val: 20, image_size: 32 }
parameters: { learning_rate: { value: 0.01 } }
`;

interface Line {
  readonly image: string;
  readonly why?: string;
  readonly classes?: readonly { readonly name: string; readonly probability: number }[];
}

let folder: string;
const name = (i: number) => join('photos ü', `${String(i).padStart(3, '0')}.png`);
const linesOf = (text: string): readonly Line[] =>
  text
    .trimEnd()
    .split('\n')
    .map((line) => JSON.parse(line));

beforeAll(async () => {
  folder = folderWith({ 'sweep.yaml': SWEEP });
  mkdirSync(join(folder, 'photos ü'));
  for (let i = 0; i < COUNT; i += 1) {
    const background = { r: 3 * i, g: 255 - 3 * i, b: 90 };
    const image = sharp({ create: { width: 40, height: 36, channels: 3, background } });
    writeFileSync(join(folder, name(i)), await image.png().toBuffer());
  }
  const run = await thaw(['run', 'sweep.yaml'], folder);
  expect(run.code, run.stderr).toBe(0);
});

/** The program with a standard input of its own. */
function start(...args: readonly string[]) {
  const child = spawn(process.execPath, [BIN, 'predict', '1', ...args], { cwd: folder });
  let stderr = '';
  child.stderr.on('data', (chunk: Buffer) => {
    stderr += chunk;
  });
  const ended = new Promise<number | null>((resolve) => child.on('close', resolve));
  return { child, ended, stderr: () => stderr };
}

test('a folder is classified in order, with all classes where asked, as JSON lines', async () => {
  const { code, stdout } = await thaw(
    ['predict', '1', 'photos ü', '--format', 'jsonl', '--top', 'all'],
    folder,
  );
  expect(code).toBe(0);
  const lines = linesOf(stdout);
  expect(lines.map(({ image }) => image)).toEqual(Array.from({ length: COUNT }, (_, i) => name(i)));
  for (const { classes } of lines) {
    expect(classes).toHaveLength(10);
    expect(classes!.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 5);
  }
  const alone = await thaw(['predict', '1', name(50), '--format', 'jsonl', '--top', 'all'], folder);
  expect(linesOf(alone.stdout)).toEqual([lines[50]]);
});

test('paths come from standard input, and each is answered without waiting for the next', async () => {
  const { child, ended, stderr } = start('-', '--format', 'jsonl');
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  for (const path of [name(3), 'nowhere.png', name(1)]) {
    child.stdin.write(`${path}\n`);
    const line: Line = JSON.parse((await lines.next()).value);
    expect(line.image).toBe(path);
    expect(line.why === undefined).toBe(path !== 'nowhere.png');
  }
  child.stdin.end();
  expect(await ended).toBe(3);
  expect(stderr()).toMatch(/1 of 3 images could not be classified:\n +There is no file .*nowhere/);
});

test('a reader that leaves ends it without a word', async () => {
  const { child, ended, stderr } = start('-', '--format', 'csv');
  child.stdin.on('error', () => undefined);
  const feed = setInterval(() => child.stdin.write(`${name(0)}\n`.repeat(200)), 20);
  child.stdout.once('data', () => child.stdout.destroy());
  expect(await ended).toBe(0);
  clearInterval(feed);
  expect(stderr()).toBe('');
});

test('Ctrl-C ends it while it waits for more, and what was answered stays', async () => {
  const { child, ended, stderr } = start('-', '--format', 'jsonl');
  child.stdin.write(`${name(0)}\n`);
  const lines = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  expect(JSON.parse((await lines.next()).value)).toMatchObject({ image: name(0) });
  child.kill('SIGINT');
  expect(await ended).toBe(130);
  expect(stderr()).toMatch(/Interrupted/);
});

test.each<readonly [args: readonly string[], told: RegExp]>([
  [['-'], /No paths came on standard input/],
  [['nowhere'], /There is no file .*nowhere/],
  [[name(0), '--top', 'some'], /--top expects a whole number from 1, or all; not "some"/],
  [[name(0), '--format', 'xml'], /--format expects one of table, json, csv, jsonl/],
])('%j is told as a mistake', async (args, told) => {
  const { code, stderr } = await thaw(['predict', '1', ...args], folder);
  expect(code).toBe(2);
  expect(stderr).toMatch(told);
});
