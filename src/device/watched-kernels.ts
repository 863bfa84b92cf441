import type { Kernels } from './kernels.js';

let listener: (() => void) | null = null;

/** Kernels whose every call can be listened to. */
export function watchKernels(kernels: Kernels): Kernels {
  return new Proxy(kernels, {
    get(target, name, receiver) {
      const kernel: unknown = Reflect.get(target, name, receiver);
      if (typeof kernel === 'function') listener?.();
      return kernel;
    },
  });
}

/** Calls back before each kernel of this thread runs; null: no more. */
export function onKernel(act: (() => void) | null): void {
  listener = act;
}
