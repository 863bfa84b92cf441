import { expect, test } from 'vitest';
import { describeBackend } from '../golden/backends.js';
import { learned } from './results.js';
import { folderWith, thaw } from './thaw.js';

const sweep = (rates: readonly number[]) => `
epochs: 1
backend: tensorflow
model: { weights: random }
data: { train: 64, val: 32, image_size: 32 }
parameters:
  learning_rate: { values: [${rates}] }
  unfrozen_layers: { value: 1 }
  optimizer: { value: adam }
`;

/** TensorFlow's GPU allocator, on the CPU's memory: it runs out as a GPU does, in the same words. */
const deviceOf = (megabytes: number) => ({
  env: {
    THAW_SETUP: 'off',
    TF_CPU_ALLOCATOR_USE_BFC: 'true',
    TF_CPU_BFC_MEM_LIMIT_IN_MB: String(megabytes),
  },
});

describeBackend('tensorflow', 'a device that is out of memory', () => {
  test('trains fewer trials at once, and each as it would have', async () => {
    const outcomes = [];
    for (const megabytes of [900, 4000]) {
      const folder = folderWith({ 'sweep.yaml': sweep([0.01, 0.02, 0.03, 0.04]) });
      const { code, stderr } = await thaw(['run', 'sweep.yaml'], folder, deviceOf(megabytes));
      expect(code, stderr).toBe(0);
      expect(/out of memory with 4 trials together/.test(stderr)).toBe(megabytes === 900);
      outcomes.push(await Promise.all([1, 2, 3, 4].map((trial) => learned(folder, trial))));
    }
    expect(outcomes[0]).toEqual(outcomes[1]);
  }, 300_000);

  test('fails a trial that alone is too much, with the numbers', async () => {
    const folder = folderWith({ 'sweep.yaml': sweep([0.01]) });
    const { code, stderr } = await thaw(['run', 'sweep.yaml'], folder, deviceOf(300));
    expect(code, stderr).toBe(3);
    expect(stderr).toMatch(
      /trial 1 failed, .*out of memory alone: that needs about \d{3}\.\d MB by the plan, and a worker may take .* OOM when allocating tensor/,
    );
  }, 300_000);
});
