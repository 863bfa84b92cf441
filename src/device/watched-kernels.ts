import type { Kernels } from './kernels.js';

let listener: (() => void) | null = null;

/** Kernels that can be listened to, but for those of `bf16`. */
export function watchKernels(kernels: Kernels): Kernels {
  return new Proxy(kernels, {
    get(target, name, receiver) {
      const kernel: unknown = Reflect.get(target, name, receiver);
      if (typeof kernel === 'function') listener?.();
      return kernel;
    },
  });
}

/** Calls back whenever a watched kernel is looked up, as each call does; null: no more. */
export function onKernel(act: (() => void) | null): void {
  listener = act;
}
