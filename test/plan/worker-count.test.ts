import { expect, test } from 'vitest';
import { workerCount } from '../../src/plan/worker-count.js';

const GiB = 2 ** 30;
const machine = {
  requested: 'auto',
  sensible: 8,
  cores: 8,
  most: Number.POSITIVE_INFINITY,
  freeBytes: 64 * GiB,
  trials: null,
} as const;

test('auto takes as many workers as make sense for the backend', () => {
  expect(workerCount(machine)).toBe(8);
});

test('auto takes no more than memory holds, and one at least', () => {
  expect(workerCount({ ...machine, freeBytes: 4 * GiB })).toBe(2);
  expect(workerCount({ ...machine, freeBytes: 0 })).toBe(1);
});

test('a number that was asked for stands, as far as the machine bears it', () => {
  expect(workerCount({ ...machine, requested: 12 })).toBe(12);
  expect(workerCount({ ...machine, requested: 256 })).toBe(32);
  expect(workerCount({ ...machine, requested: 256, cores: 2 })).toBe(8);
  expect(workerCount({ ...machine, requested: 12, freeBytes: 2 * GiB })).toBe(5);
  expect(workerCount({ ...machine, requested: 12, freeBytes: 0 })).toBe(1);
});

test('a backend that bears one worker a process gets one, whatever was asked for', () => {
  expect(workerCount({ ...machine, requested: 12, most: 1 })).toBe(1);
});

test('no worker is started without a trial', () => {
  expect(workerCount({ ...machine, trials: 3 })).toBe(3);
  expect(workerCount({ ...machine, requested: 12, trials: 3 })).toBe(3);
  expect(workerCount({ ...machine, trials: 0 })).toBe(1);
});
