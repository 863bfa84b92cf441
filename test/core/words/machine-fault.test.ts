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
  'Invalid TF_Status: 8\nMessage: OOM when allocating tensor with shape[1024,1048576] and type float on /job:localhost/replica:0/task:0/device:GPU:0 by allocator GPU_0_bfc',
  'run: Out of memory while trying to allocate 8589934592 bytes.',
  'RESOURCE_EXHAUSTED: Failed to allocate request for 4.00GiB (4294967296B) on device ordinal 0',
  'Failed copying input tensor from CPU:0 to GPU:0 in order to run Conv2D: Dst tensor is not initialized.',
  'Failed to create cuDNN handle: CUDNN_STATUS_ALLOC_FAILED',
  'failed to create cublas handle: CUBLAS_STATUS_ALLOC_FAILED',
])('memory that ran out, as libraries say it: %s', (message) => {
  expect(machineFault(new Error(message))).toBe('E_MEMORY');
});

test.each([
  'CUDNN_STATUS_EXECUTION_FAILED',
  'CUBLAS_STATUS_EXECUTION_FAILED',
  'CUDA_ERROR_ILLEGAL_ADDRESS',
  'GPU device was lost',
])('a device that was lost: %s', (message) => {
  expect(machineFault(new Error(message))).toBe('E_BACKEND');
});

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
