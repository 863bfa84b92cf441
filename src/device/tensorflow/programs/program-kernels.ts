import type { Tensor1D } from '@tensorflow/tfjs-core';
import type { Precision } from '../../../core/recipe.js';
import { FLOAT32, type Kernels, type Tf } from '../../kernels.js';
import { batchNormKernels } from '../batch-norm.js';
import { frozenKernels } from '../convolution/frozen.js';
import { linearKernels } from '../linear.js';
import type { Ops } from '../ops.js';
import { rowsAtKernel } from '../rows-at.js';
import { unpackBytesKernel } from '../unpack-bytes.js';
import { halved } from './halved.js';
import { plainConv } from './plain-conv.js';
import { plainMaxPool } from './plain-max-pool.js';

/**
 * The kernels that programs are recorded with: one op each, which whoever compiles them takes apart
 * as the device likes it.
 */
export function programKernels(tf: Tf, ops: Ops, precision: Precision): Kernels {
  const T = [ops.float32('T')];
  const convolution = plainConv(ops);
  const kernels: Kernels = {
    tf,
    activations: FLOAT32,
    ...frozenKernels(tf, ops, convolution.conv),
    ...convolution,
    ...batchNormKernels(tf, ops),
    ...linearKernels(ops),
    // BiasAddGrad adds up in any order.
    linearGrad: (dy, x) => ({ dWeight: ops.matMul(x, dy, true), dBias: tf.sum<Tensor1D>(dy, 0) }),
    ...rowsAtKernel(ops),
    ...unpackBytesKernel(ops),
    ...plainMaxPool(ops),
    relu: (x) => ops.run('Relu', T, [x]),
    reluGrad: (dy, y) => ops.run('ReluGrad', T, [dy, y]),
  };
  return precision === 'bf16' ? halved(kernels, ops) : kernels;
}
