import { describe, expect, test } from 'vitest';
import { environmentFor, isExactIn } from '../../src/device/tensorflow/environment.js';
import { freshFolder } from '../cli/fake-context.js';

const CPU = { package: '/tfjs', gpu: false };
const GPU = { package: '/tfjs', gpu: true };
const H200 = {
  ...{ index: 0, id: 'GPU-1', name: 'NVIDIA H200', memoryBytes: null, freeBytes: null },
  driver: null,
};
const environment = (exact?: boolean, cache = freshFolder()) =>
  environmentFor(GPU, cache, { device: H200, ...(exact === undefined ? {} : { exact }) });

describe('the environment of TensorFlow', () => {
  test('asks a GPU for kernels that give the same bits each time', () => {
    expect(environment()).toMatchObject({
      TF_CUDNN_DETERMINISTIC: '1',
      TF_CUDNN_USE_AUTOTUNE: '0',
      XLA_FLAGS: expect.stringContaining('--xla_gpu_exclude_nondeterministic_ops=true'),
    });
    expect(isExactIn(environment())).toBe(true);
  });

  test('leaves a GPU its fastest kernels where a sweep is not to be exact', () => {
    const keys = Object.keys(environment(false));
    expect(keys.filter((key) => key.startsWith('TF_CUDNN'))).toEqual([]);
    expect(environment(false).XLA_FLAGS ?? '').not.toContain('nondeterministic');
    expect(isExactIn(environment(false))).toBe(false);
  });

  test('keeps compiled programs of both apart', () => {
    const cache = freshFolder();
    const [exact, fast] = [true, false].map((each) => environment(each, cache).TF_XLA_FLAGS);
    expect(exact).toContain(`=${cache}/programs/tensorflow-`);
    expect(exact).toMatch(/-NVIDIA-H200$/);
    expect(fast).toBe(`${exact}-not-exact`);
  });

  test('that a user has set otherwise is not exact', () => {
    expect(isExactIn({ ...environment(), TF_CUDNN_USE_AUTOTUNE: '1' })).toBe(false);
    expect(isExactIn({ ...environment(), XLA_FLAGS: '--xla_dump_to=/tmp' })).toBe(false);
  });

  test('is the same on a processor, exact or not', () => {
    const [exact, fast] = [true, false].map((each) =>
      environmentFor(CPU, '/cache', { exact: each }),
    );
    expect(exact).toEqual(fast);
  });
});
