import { defaultKernels } from '../default-kernels.js';
import type { Kernels, Tf } from '../kernels.js';
import { batchNorm, batchNormGrad } from './batch-norm.js';
import { compileKernels } from './code/kernel-module.js';
import { convBias, convForward } from './conv-forward.js';
import { convGradFilter, convGradInput } from './conv-gradients.js';
import type { Heap } from './heap.js';
import { maxPoolGrad } from './max-pool.js';

/**
 * Kernels of our own on the WebAssembly backend's memory: it has no gradient of a filter, a naive
 * one of the input, and packs the weights of a convolution anew, slowly, after every step.
 */
export function wasmKernels(tf: Tf, heap: Heap): Kernels {
  const module = compileKernels(heap.memory);
  return {
    ...defaultKernels(tf),
    conv: convForward(heap, module),
    convBias: convBias(heap, module),
    convGradInput: convGradInput(heap, module),
    convGradFilter: convGradFilter(heap, module),
    batchNorm: batchNorm(heap, module),
    batchNormGrad: batchNormGrad(heap, module),
    maxPoolGrad: maxPoolGrad(heap),
    relu(x) {
      const y = heap.tensor4d(x.shape);
      const from = heap.address(x);
      module.relu(from, from + 4 * x.size, heap.address(y));
      return y;
    },
    reluGrad(dy, y) {
      const dx = heap.tensor4d(y.shape);
      const from = heap.address(y);
      module.reluGradient(from, from + 4 * y.size, heap.address(dy), heap.address(dx));
      return dx;
    },
  };
}
