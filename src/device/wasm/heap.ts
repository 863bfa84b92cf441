import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import type { Tf } from '../kernels.js';

/**
 * The WebAssembly backend's memory. It grows up to `maxBytes` and never shrinks; views of it go
 * stale when it grows, which any allocation may cause.
 */
export interface Heap {
  readonly memory: WebAssembly.Memory;
  readonly maxBytes: number;
  /** Byte address of a tensor's values. */
  address(tensor: Tensor): number;
  /** A new float32 tensor whose values are whatever was there. */
  tensor4d(shape: Tensor4D['shape']): Tensor4D;
  tensor1d(size: number): Tensor1D;
  /**
   * Byte addresses of areas of these sizes to work in, valid until the next call. They are one
   * buffer that is kept, so that steps of one size allocate once.
   */
  scratch<Name extends string>(bytes: Readonly<Record<Name, number>>): Record<Name, number>;
  floats(): Float32Array;
  integers(): Int32Array;
}

/** What of the backend's inside is needed, in version 4.22.0. */
interface Backend {
  readonly wasm: {
    readonly HEAPU8: Uint8Array;
    readonly asm: { readonly memory: WebAssembly.Memory };
    _malloc(bytes: number): number;
    _free(address: number): void;
  };
  readonly dataIdMap: {
    get(id: object): { readonly memoryOffset: number };
  };
  makeOutput(shape: readonly number[], dtype: 'float32'): Parameters<TakeTensor>[0];
}

type TakeTensor = ReturnType<Tf['engine']>['makeTensorFromTensorInfo'];

export function openHeap(tf: Tf): Heap {
  const backend = tf.backend() as unknown as Backend;
  const { wasm } = backend;
  const { memory } = wasm.asm;
  failWhenFull(wasm);
  let buffer = { address: 0, bytes: 0 };

  function allocate(shape: readonly number[]): Tensor {
    return tf.engine().makeTensorFromTensorInfo(backend.makeOutput(shape, 'float32'));
  }

  return {
    memory,
    maxBytes: MAX_BYTES,
    address: (tensor) => backend.dataIdMap.get(tensor.dataId).memoryOffset,
    tensor4d: (shape) => allocate(shape) as Tensor4D,
    tensor1d: (size) => allocate([size]) as Tensor1D,
    scratch<Name extends string>(bytes: Readonly<Record<Name, number>>) {
      const areas = Object.entries<number>(bytes).map(([name, size]) => ({
        name,
        size: Math.ceil((size + SLACK) / LINE) * LINE,
      }));
      const total = areas.reduce((sum, { size }) => sum + size, LINE);
      if (total > buffer.bytes) {
        if (buffer.bytes > 0) wasm._free(buffer.address);
        buffer = { address: wasm._malloc(total) >>> 0, bytes: total };
      }
      let next = Math.ceil(buffer.address / LINE) * LINE;
      const addresses = areas.map(({ name, size }) => {
        next += size;
        return [name, next - size];
      });
      return Object.fromEntries(addresses) as Record<Name, number>;
    },
    floats: () => new Float32Array(wasm.HEAPU8.buffer),
    integers: () => new Int32Array(wasm.HEAPU8.buffer),
  };
}

/** Bytes of a cache line; areas begin on one. */
const LINE = 64;

/** Bytes after each area that a kernel may touch past its end. */
const SLACK = 64;

/** Where memory ends for us: short of the 4 GiB that addresses reach, see `failWhenFull`. */
export const MAX_BYTES = 3.75 * 2 ** 30;

/**
 * Makes a full memory an error. Emscripten's allocator answers 0 where memory cannot grow, and the
 * backend would write there; where its end would pass 2^32 it even wraps, and answers with an
 * address outside. So memory ends before that can happen, and what would jump the rest is refused.
 */
function failWhenFull(wasm: Backend['wasm']): void {
  const { memory } = wasm.asm;
  const grow = memory.grow.bind(memory);
  memory.grow = (pages) => {
    if (memory.buffer.byteLength + 65536 * pages <= MAX_BYTES) return grow(pages);
    throw new RangeError('the heap is at its end'); // Emscripten catches it
  };

  wasm._free(wasm._malloc(LINE)); // at its first call Emscripten puts the real function in place
  const malloc = wasm._malloc;
  wasm._malloc = (bytes) => {
    const jumps = memory.buffer.byteLength + bytes > 2 ** 32 - 2 ** 20;
    const address = jumps ? 0 : malloc(bytes + SLACK);
    if (address !== 0) return address;
    throw new Error(
      `WebAssembly memory is full (it ends at 3.75 GiB) and ${bytes} bytes more were asked for: a smaller batch_size or image_size needs less`,
    );
  };
}
