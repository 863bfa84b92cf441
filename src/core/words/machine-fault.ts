/**
 * Which of the machine's own failures an error is: memory that ran out, or what the system answered
 * to a call (a full disk, a file that is gone). Null: neither.
 *
 * Libraries say it in words only: WebAssembly's allocator and traps, TensorFlow's
 * `ResourceExhausted: OOM when allocating`, V8's typed arrays, C++'s `bad_alloc`.
 */
export function machineFault(error: Error): 'E_MEMORY' | 'E_DISK' | null {
  const code = 'code' in error ? String(error.code) : '';
  if (code === 'ERR_WORKER_OUT_OF_MEMORY' || code === 'ENOMEM') return 'E_MEMORY';
  if (OUT_OF_MEMORY.test(error.message)) return 'E_MEMORY';
  return 'syscall' in error && /^E[A-Z0-9]+$/.test(code) ? 'E_DISK' : null;
}

const OUT_OF_MEMORY = new RegExp(
  [
    /\bOOM\b|out of memory|memory is full|cannot allocate memory|bad_alloc/,
    /resource_? ?exhausted|array buffer allocation failed|allocation failed/,
    /invalid (?:typed array|array buffer|array) length/,
  ]
    .map(({ source }) => source)
    .join('|'),
  'i',
);
