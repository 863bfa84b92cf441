import { expect, test } from 'vitest';
import { pickGpu } from '../../src/device/tensorflow/nvidia.js';

const LIST = 'NVIDIA H100 80GB HBM3, 81559\nNVIDIA T4, 15360\n';

test('names the last GPU listed, as tfjs-node takes it', () => {
  expect(pickGpu(LIST, undefined)).toEqual({ name: 'NVIDIA T4', memoryBytes: 15360 * 2 ** 20 });
});

test('names the last of the GPUs made visible', () => {
  expect(pickGpu(LIST, '1,0')?.name).toBe('NVIDIA H100 80GB HBM3');
});

test('names none where the list is empty', () => {
  expect(pickGpu('', undefined)).toBeNull();
});
