import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import type { Kernels } from '../kernels.js';
import type { Ops } from './ops.js';

type LinearKernels = Pick<Kernels, 'linear' | 'linearGrad' | 'linearGradInput'>;

/** The classifier's layers: small, so that what counts is how few ops they take. */
export function linearKernels(ops: Ops): LinearKernels {
  const along = [ops.float32('T'), ops.string('data_format', 'NHWC')];
  return {
    linear(x, weight, bias) {
      const product = ops.matMul(x, weight);
      const y = ops.run<Tensor2D>('BiasAdd', along, [product, bias]);
      product.dispose();
      return y;
    },
    linearGradInput: (dy, weight) => ops.matMul(dy, weight, false, true),
    linearGrad: (dy, x) => ({
      dWeight: ops.matMul(x, dy, true),
      dBias: ops.run<Tensor1D>('BiasAddGrad', along, [dy]),
    }),
  };
}
