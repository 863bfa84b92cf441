import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { serializeError, UsageError } from '../../../src/core/errors.js';
import { machineFault } from '../../../src/core/words/machine-fault.js';

test.each([
  'WebAssembly memory is full (it ends at 3.75 GiB) and 800 bytes more were asked for',
  'Aborted(OOM)',
  'ResourceExhausted: OOM when allocating tensor with shape[128,64,112,112] and type float',
  'Array buffer allocation failed',
  'Invalid typed array length: 99999999999',
  'std::bad_alloc',
  'CUDA_ERROR_OUT_OF_MEMORY: out of memory',
])('memory that ran out, as libraries say it: %s', (message) => {
  expect(machineFault(new Error(message))).toBe('E_MEMORY');
});

test.each(['CUDNN_STATUS_EXECUTION_FAILED', 'CUDA_ERROR_ILLEGAL_ADDRESS', 'GPU device was lost'])(
  'a device that was lost: %s',
  (message) => {
    expect(machineFault(new Error(message))).toBe('E_BACKEND');
  },
);

test('what the system answers is of the disk, what we say ourselves is what we say it is', () => {
  let gone: unknown;
  try {
    readFileSync('/nowhere/at/all');
  } catch (error) {
    gone = error;
  }
  expect(serializeError(gone)).toMatchObject({ code: 'E_DISK' });
  expect(serializeError(new UsageError('out of memory'))).toMatchObject({ code: 'E_USAGE' });
  expect(serializeError(new Error('boom'))).toMatchObject({ code: 'E_UNEXPECTED' });
});

test('memory that V8 does not have is told like any other', () => {
  let caught: unknown;
  try {
    new Float64Array(2 ** 40);
  } catch (error) {
    caught = error;
  }
  expect(serializeError(caught)).toMatchObject({ code: 'E_MEMORY' });
});
