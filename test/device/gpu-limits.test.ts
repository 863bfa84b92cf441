import { describe, expect, test } from 'vitest';
import { judgeGpus } from '../../src/device/install/check-gpus.js';
import { whyNotUsable } from '../../src/device/nvidia/check-used-gpu.js';
import {
  type GpuFacts,
  hasTf32,
  whyNoCode,
  whyOldDriver,
} from '../../src/device/nvidia/gpu-limits.js';

const gpu = (name: string, computeCapability: string | null, driver = '550.54.14'): GpuFacts => ({
  name,
  driver,
  computeCapability,
});
const H100 = gpu('NVIDIA H100 80GB HBM3', '9.0');
const RTX5090 = gpu('NVIDIA GeForce RTX 5090', '12.0');

test.each(['6.1', '7.5', '8.0', '8.6', '8.9', '9.0', null])(
  'the library has code for compute capability %s',
  (capability) => expect(whyNoCode(gpu('NVIDIA X', capability))).toBeNull(),
);

test.each(['5.2', '10.0', '12.0'])('it has none for compute capability %s', (capability) => {
  expect(whyNoCode(gpu('NVIDIA X', capability))).toMatch(
    new RegExp(`^NVIDIA X has compute capability ${capability}, .*6\\.0 to 9\\.0`),
  );
});

test('GPUs before Ampere have no TF32', () => {
  const capable = (capability: string | null) => hasTf32(gpu('NVIDIA X', capability));
  expect(['6.1', '7.5', '8.0', '9.0', null].map(capable)).toEqual([false, false, true, true, true]);
});

test.each([
  ['525.60.13', 12, false],
  ['525.60.12', 12, true],
  ['525.125.06', 12, false],
  ['470.57', 12, true],
  ['550.54.14', 13, true],
  ['580.65.06', 13, false],
  [null, 12, false],
] as const)('driver %s under CUDA %s is too old: %s', (driver, cuda, isOld) => {
  expect(whyOldDriver(driver, cuda, false) !== null).toBe(isOld);
});

test('under WSL the driver is that of Windows', () => {
  expect(whyOldDriver('527.41', 12, true)).toContain('528.33');
});

describe('before anything is fetched', () => {
  test('an old driver and a GPU without code are refused, with the way out', () => {
    const old = [gpu('NVIDIA T4', '7.5', '470.57.02')];
    expect(() => judgeGpus(old, 12, false)).toThrow(/driver is 470\.57\.02, .*525\.60\.13.*CPU/);
    expect(() => judgeGpus([RTX5090], 12, false)).toThrow(/RTX 5090.*12\.0.*on the CPU/);
  });

  test('a GPU without code beside another is told of, and no GPU at all', () => {
    expect(judgeGpus([H100], 12, false)).toEqual([]);
    expect(judgeGpus([H100, RTX5090], 12, false)).toEqual([
      expect.stringMatching(/RTX 5090.*not to be used/),
    ]);
    expect(judgeGpus([], 12, false)).toEqual([expect.stringContaining('No NVIDIA GPU')]);
  });
});

describe('once the library is loaded', () => {
  test('a GPU without code is refused, and not another', () => {
    expect(whyNotUsable(RTX5090.name, [H100, RTX5090])).toContain('12.0');
    expect(whyNotUsable(H100.name, [H100, RTX5090])).toBeNull();
    expect(whyNotUsable('of a driver that does not answer', [])).toBeNull();
  });

  test('that it took no GPU is no secret, unless GPUs are hidden from it', () => {
    expect(whyNotUsable(null, [H100])).toMatch(/no GPU.*H100.*backends install/);
    expect(whyNotUsable(null, [RTX5090])).toContain('compute capability 12.0');
    expect(whyNotUsable(null, [])).toBeNull();
  });
});
