import type { Tf } from '../kernels.js';

/** The WebAssembly backend's memory, which grows up to `maxBytes` and never shrinks. */
export interface Heap {
  readonly maxBytes: number;
  bytes(): number;
}
export function openHeap(tf: Tf): Heap {
  const { wasm } = tf.backend() as unknown as { readonly wasm: { readonly HEAPU8: Uint8Array } };
  return { maxBytes: 2 ** 32 - 2 ** 16, bytes: () => wasm.HEAPU8.length };
}
