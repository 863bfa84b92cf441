import { createRequire } from 'node:module';
import { dirname } from 'node:path';
import { BackendError } from '../../core/errors.js';
import { processorName } from '../../machine/processor-name.js';
import type { Backend } from '../backend.js';
import { MAX_BYTES, openHeap } from '../wasm/heap.js';
import { wasmKernels } from '../wasm/kernels.js';

/**
 * TensorFlow.js' WebAssembly backend (XNNPACK, SIMD): runs wherever Node does, on one core a
 * worker, and computes the same bits on every run.
 */
export const wasm: Backend = {
  name: 'wasm',
  summary: 'the processor through WebAssembly, one core per worker; needs nothing installed',
  workers: (cores) => cores,
  precisions: ['float32'],
  maxWorkers: Number.POSITIVE_INFINITY,
  heapBytes: MAX_BYTES,
  processBytes: 250e6,
  speed: { imagesPerSecond: 34, backward: 2.8 },
  environment: () => ({}),
  check: () => ({ usable: true, gpu: false }),
  async load() {
    const tf = await import('@tensorflow/tfjs-core');
    const backend = await import('@tensorflow/tfjs-backend-wasm');
    const folder = dirname(createRequire(import.meta.url).resolve('@tensorflow/tfjs-backend-wasm'));
    backend.setWasmPaths(`${folder}/`);
    if (!(await tf.setBackend('wasm'))) {
      throw new BackendError(
        `WebAssembly did not start from ${folder}. It reserves gigabytes of addresses for each worker, whatever it takes of memory: raise or remove a limit on them (\`ulimit -v\`, or a batch system's). If there is none, reinstall @tensorflow/tfjs-backend-wasm`,
      );
    }
    const heap = openHeap(tf);
    return {
      tf,
      kernels: wasmKernels(tf, heap),
      samplesApart: true,
      info: {
        device: 'CPU, 1 thread',
        kind: 'cpu',
        processor: processorName(),
        threads: 1,
        memoryBytes: heap.maxBytes,
        version: backend.version_wasm,
        precisions: ['float32'],
      },
      peakMemoryBytes: () => heap.memory.buffer.byteLength, // it never shrinks
    };
  },
};
