import { expect, test } from 'vitest';
import { describeBackend } from '../golden/backends.js';
import { folderWith, thaw } from './thaw.js';

const sweep = (precision: string) => `
epochs: 1
backend: tensorflow
model: { weights: random }
data: { train: 32, val: 16, image_size: 32 }
parameters:
  learning_rate: { values: [0.01] }
  batch_size: { value: 16 }
${precision}`;

const TF32 = '  precision: { value: tf32 }';
const as = (mode: string) => ({ env: { THAW_SETUP: 'off', THAW_PROGRAMS: mode } });

describeBackend('tensorflow', 'programs', () => {
  test('are told of before XLA compiles them, and how many they were', async () => {
    const folder = folderWith({ 'sweep.yaml': sweep('') });
    const { code, stderr } = await thaw(['run', 'sweep.yaml'], folder, as('xla'));
    expect(code, stderr).toBe(0);
    const told = stderr.match(/^compiling the .* \.\.\.$/gm) ?? [];
    expect(told).toContain('compiling the training step ...');
    expect(stderr.indexOf(told[0]!)).toBeLessThan(stderr.indexOf('trial 1 epoch 0'));
    expect(stderr).toMatch(new RegExp(`^Programs: ${told.length} compiled in [\\d.]+ s$`, 'm'));
  }, 120_000);

  test('that nothing compiles are not spoken of', async () => {
    const folder = folderWith({ 'sweep.yaml': sweep(TF32) });
    const { code, stderr } = await thaw(['run', 'sweep.yaml'], folder, as('graph'));
    expect(code, stderr).toBe(0);
    expect(stderr).not.toMatch(/compil|Programs:/);
  }, 120_000);

  test('are what tf32 takes: without them it is refused before anything trains', async () => {
    const folder = folderWith({ 'sweep.yaml': sweep(TF32) });
    const { code, stderr } = await thaw(['run', 'sweep.yaml'], folder, as('off'));
    expect(code).toBe(3);
    expect(stderr).toMatch(/tf32 does not run on tensorflow \(CPU.*tf32 needs .* on a GPU/s);
    expect(stderr).not.toContain('Sweep 1');
  }, 120_000);
});
