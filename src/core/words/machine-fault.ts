/**
 * Which of the machine's own failures an error is: memory that ran out, what the system answered to a
 * call (a full disk, a file that is gone), or a device that was lost. Null: none of these.
 *
 * Libraries say it in words only: WebAssembly's allocator and traps, TensorFlow's
 * `ResourceExhausted: OOM when allocating`, V8's typed arrays, C++'s `bad_alloc`, CUDA.
 */
export function machineFault(error: Error): 'E_MEMORY' | 'E_DISK' | 'E_BACKEND' | null {
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ERR_WORKER_OUT_OF_MEMORY' || code === 'ENOMEM') return 'E_MEMORY';
  if (OUT_OF_MEMORY.test(error.message)) return 'E_MEMORY';
  if ('syscall' in error && /^E[A-Z0-9]+$/.test(code)) return 'E_DISK';
  return DEVICE_LOST.test(error.message) ? 'E_BACKEND' : null;
}

const OUT_OF_MEMORY = anyOf(
  /\bOOM\b|out[ _]of[ _]memory|memory is full|cannot allocate memory|failed to allocate/,
  /bad_alloc|resource_? ?exhausted|buffer allocation failed/,
  // What a GPU's libraries say when there is no room for a copy, or for their own work.
  /dst tensor is not initialized|\b(?:CUDNN|CUBLAS\w*|CUSOLVER|CUFFT)_(?:STATUS_)?ALLOC_FAILED/,
  /invalid (?:typed array|array buffer|array) length/,
);

const DEVICE_LOST = anyOf(
  /\bCUDA_ERROR_\w+|\bCU(?:DNN|BLAS)_STATUS_\w+|\bcudaError\w+/,
  /device (?:was |is )?lost|fallen off the bus/,
);

function anyOf(...patterns: readonly RegExp[]): RegExp {
  return new RegExp(patterns.map(({ source }) => source).join('|'), 'i');
}
