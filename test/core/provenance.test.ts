import { expect, test } from 'vitest';
import type { BackendInfo } from '../../src/core/backend-info.js';
import { otherwiseText, provenanceOf } from '../../src/core/provenance.js';

const info: BackendInfo = {
  ...{ backend: 'tensorflow', device: 'NVIDIA H200', deviceId: 'GPU-1', kind: 'gpu' },
  ...{ processor: 'NVIDIA H200', threads: 16, memoryBytes: null, version: 'TensorFlow 2.20.0' },
  ...{ precisions: ['float32'], imagesPerSecond: null },
};
const exact = provenanceOf(info, '1.0.0');
const fast = provenanceOf({ ...info, exact: false }, '1.0.0');

test('a trial that need not repeat to the bit says so in what it ran on', () => {
  expect(exact.exact).toBeUndefined();
  expect(fast.exact).toBe(false);
});

test('a sweep that goes on less exactly, or more, says that last digits may differ', () => {
  expect(otherwiseText(exact, fast)).toMatch(
    /ran on tensorflow .*threads: 16\); .* run on .*threads: 16, not exact\): .*last digits$/,
  );
  expect(otherwiseText(fast, exact)).not.toBeNull();
  expect(otherwiseText(exact, exact)).toBeNull();
});
