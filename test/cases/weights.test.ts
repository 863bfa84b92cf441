import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import {
  type TensorToWrite,
  writeSafetensors,
} from '../../src/assets/tensor-files/safetensors-write.js';
import { toTorch } from '../../src/assets/tensor-files/torch-layout.js';
import { random } from '../../src/assets/weights/random.js';
import { EXIT } from '../../src/core/errors.js';
import { tensorflow } from '../../src/device/backends/tensorflow.js';
import { cacheDir } from '../../src/machine/cache-dir.js';
import { json, type Shown } from '../e2e/results.js';
import { folderWith, thaw } from '../e2e/thaw.js';

const SWEEP = readFileSync(new URL('weights/sweep.yaml', import.meta.url), 'utf8').replace(
  'model: {',
  'model: {architecture: resnet18, ',
);

let folder: string;
let network: ReadonlyMap<string, TensorToWrite>;
beforeAll(async () => {
  folder = folderWith({ 'sweep.yaml': SWEEP });
  const model = { architecture: 'resnet18', weights: 'random' };
  const { tensors } = await random.load(model, folder, 3);
  network = new Map([...tensors].map(([name, tensor]) => [name, toTorch(tensor)]));
  put('base', network);
  put('module', new Map([...network].map(([name, tensor]) => [`module.${name}`, tensor])));
  const spoiled = Float32Array.from(network.get('layer3.1.conv2.weight')!.data as Float32Array);
  spoiled.fill(Number.NaN, 0, 2304);
  const { shape } = network.get('layer3.1.conv2.weight')!;
  put('nan', new Map([...network, ['layer3.1.conv2.weight', { shape, data: spoiled }]]));
});

function put(name: string, tensors: ReadonlyMap<string, TensorToWrite>): void {
  writeSafetensors(join(folder, `${name}.safetensors`), tensors, {});
}

function run(file: string, backend: string) {
  const flags = ['--set', `model.weights=./${file}.safetensors`, '--backend', backend];
  return thaw(['run', 'sweep.yaml', ...flags, '--db', `${file}-${backend}.sqlite`], folder);
}

const native = tensorflow.check(cacheDir(process.env)).usable;

describe.each([['wasm'], ...(native ? [['tensorflow']] : [])])('on %s', (backend) => {
  it('a network saved from DataParallel trains as the one it is', async () => {
    const [base, module] = [await run('base', backend), await run('module', backend)];
    expect(base.code, base.stderr).toBe(EXIT.done);
    expect(module.code, module.stderr).toBe(EXIT.done);
    expect(base.stderr).not.toContain('taken off');
    expect(module.stderr).toContain('module.safetensors: "module." taken off');
    const losses = async (file: string) => {
      const shown = ['show', '1', '--format', 'json', '--db', `${file}-${backend}.sqlite`];
      const { reports } = json<Shown>(await thaw(shown, folder));
      return reports.map(({ train_loss, val_loss }) => [train_loss, val_loss]);
    };
    expect(await losses('module')).toEqual(await losses('base'));
  });

  it('one with NaN is refused by name, and no sweep begins', async () => {
    const { code, stderr } = await run('nan', backend);
    expect(code).toBe(EXIT.machine);
    expect(stderr).toContain('layer3.1.conv2.weight holds values that are NaN, first at place 0');
    const sweeps = await thaw(['sweeps', '--db', `nan-${backend}.sqlite`], folder);
    expect(sweeps.stderr + sweeps.stdout).toMatch(/no sweeps yet|No results yet/i);
  });
});

it('`fetch` refuses it too', async () => {
  const flags = ['--set', 'model.weights=./nan.safetensors'];
  const { code, stderr } = await thaw(['fetch', 'sweep.yaml', ...flags], folder);
  expect(code).toBe(EXIT.machine);
  expect(stderr).toContain('layer3.1.conv2.weight holds values that are NaN');
});

it('integers are refused by `validate` already', async () => {
  const ints = { shape: [64], data: new BigInt64Array(64) };
  put('ints', new Map([...network, ['bn1.weight', ints]]));
  const flags = ['--set', 'model.weights=./ints.safetensors'];
  const { code, stderr } = await thaw(['validate', 'sweep.yaml', ...flags], folder);
  expect(code).toBe(EXIT.input);
  expect(stderr).toContain('bn1.weight is I64; expected F32, F16, BF16, F64');
});
