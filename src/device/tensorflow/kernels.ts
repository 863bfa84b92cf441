import { FLOAT32, type Kernels, type Tf } from '../kernels.js';
import { batchNormKernels } from './batch-norm.js';
import { convKernels } from './convolution/conv.js';
import { frozenKernels, halfKernels } from './convolution/frozen.js';
import { linearKernels } from './linear.js';
import { maxPoolKernels } from './max-pool.js';
import { momentumKernel } from './momentum.js';
import type { Ops } from './ops.js';
import { rowsAtKernel } from './rows-at.js';
import { unpackBytesKernel } from './unpack-bytes.js';

/** Every kernel through TensorFlow's native ops, forward and backward. */
export function tensorflowKernels(tf: Tf, ops: Ops): Kernels {
  const T = [ops.float32('T')];
  const bf16 = halfKernels(tf, ops);
  const convolution = convKernels(tf, ops);
  return {
    tf,
    activations: FLOAT32,
    ...(bf16 ? { bf16 } : {}),
    ...frozenKernels(tf, ops, convolution.conv),
    ...convolution,
    ...batchNormKernels(tf, ops),
    ...linearKernels(ops),
    ...rowsAtKernel(ops),
    maxPoolGrad: maxPoolKernels(ops).maxPoolGrad,
    ...momentumKernel(tf, ops),
    ...unpackBytesKernel(ops),
    relu: (x) => ops.run('Relu', T, [x]),
    reluGrad: (dy, y) => ops.run('ReluGrad', T, [dy, y]),
  };
}
