import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, expect, test } from 'vitest';
import { rowsOf, shown } from './results.js';
import { folderWith, thaw } from './thaw.js';

const sweep = (model: string) => `
backend: wasm
epochs: 1
keep: 2
model: ${model}
data: { train: 40, val: 20, image_size: 32 }
parameters:
  learning_rate: { value: 0.01 }
  unfrozen_layers: { values: [fc, layer4.1] }
  dropout: { value: 0.2 }
`;

let folder: string;
beforeAll(async () => {
  const random = sweep('{ architecture: resnet18, weights: random }');
  folder = folderWith({ 'random.yaml': random });
  const run = await thaw(['run', 'random.yaml'], folder);
  expect(run.code, run.stderr).toBe(0);
  const exported = await thaw(['export', '1', '--output', 'one.safetensors'], folder);
  expect(exported.code, exported.stderr).toBe(0);
});

test('a ResNet18 trains from its head up, and shows what it is', async () => {
  expect((await rowsOf(folder)).map(({ state }) => state)).toEqual(['finished', 'finished']);
  const { stdout } = await thaw(['show', '2'], folder);
  expect(stdout).toMatch(/architecture +resnet18/);
  expect(stdout).toMatch(/trains +layer4.1 to fc \(2 units\)/);
  const { recipe } = await shown(folder, 2);
  expect(recipe).toMatchObject({ model: { architecture: 'resnet18' }, first_trained: 8 });
});

test('a network whose weights are damaged keeps no other from being written', async () => {
  const file = (trial: number, kind: string) =>
    join(folder, `results/checkpoints/sweep-1/trial-${trial}.${kind}`);
  const [best, second] = (await rowsOf(folder)).map(({ trial }) => trial) as [number, number];
  for (const trial of [best, second]) rmSync(file(trial, 'safetensors'));
  const bytes = readFileSync(file(best, 'ckpt'));
  bytes[bytes.length - 9]! ^= 1;
  writeFileSync(file(best, 'ckpt'), bytes);
  const { code, stderr } = await thaw(['resume', '1'], folder);
  expect(code).toBe(0);
  expect(stderr).toMatch(
    new RegExp(`network of trial ${best} is not written: .*trial-${best}.ckpt`),
  );
  expect([best, second].map((trial) => existsSync(file(trial, 'safetensors')))).toEqual([
    ...[false, true],
  ]);
});

test('an exported network is what the next sweep starts from', async () => {
  const weights = sweep('{ architecture: resnet18, weights: one.safetensors }');
  writeFileSync(join(folder, 'next.yaml'), weights);
  const run = await thaw(['run', 'next.yaml'], folder);
  expect(run.code, run.stderr).toBe(0);
  expect(run.stdout).toMatch(/fc/);
});

test('a file of another network is refused before anything trains', async () => {
  const weights = sweep('{ architecture: resnet34, weights: one.safetensors }');
  writeFileSync(join(folder, 'other.yaml'), weights);
  const { code, stderr } = await thaw(['run', 'other.yaml'], folder);
  expect(code).not.toBe(0);
  expect(stderr).toMatch(
    /one.safetensors holds a ResNet18, not a ResNet34: set model.architecture/,
  );
});
