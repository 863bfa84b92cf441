import type { Kernels } from '../kernels.js';
import type { Ops } from './ops.js';

/** The stem's pooling: 3x3 with stride 2. Its one pixel of padding is never the largest. */
export function maxPoolKernels(
  ops: Ops,
  T = ops.float32('T'),
): Pick<Kernels, 'maxPool' | 'maxPoolGrad'> {
  const attributes = [
    T,
    ops.ints('ksize', [1, 3, 3, 1]),
    ops.ints('strides', [1, 2, 2, 1]),
    ops.string('padding', 'EXPLICIT'),
    ops.ints('explicit_paddings', [0, 0, 1, 1, 1, 1, 0, 0]),
    ops.string('data_format', 'NHWC'),
  ];
  return {
    maxPool: (x) => ops.run('MaxPool', attributes, [x]),
    maxPoolGrad: (dy, x, y) => ops.run('MaxPoolGrad', attributes, [x, y, dy]),
  };
}
