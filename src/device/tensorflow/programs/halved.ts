import type { Tensor } from '@tensorflow/tfjs-core';
import type { Kernels } from '../../kernels.js';
import type { Ops } from '../ops.js';

/**
 * Kernels whose activations are bfloat16. Filters are rounded where they are used, and their
 * gradients widened at once: weights, what optimizers keep, batch norm's vectors and statistics, and
 * all from pooling on stay float32.
 */
export function halved(kernels: Kernels, ops: Ops): Kernels {
  const enter = <Shaped extends Tensor>(x: Shaped): Shaped =>
    ops.run('Cast', [ops.float32('SrcT'), ops.bf16('DstT')], [x]);
  const leave = <Shaped extends Tensor>(x: Shaped): Shaped =>
    ops.run('Cast', [ops.bf16('SrcT'), ops.float32('DstT')], [x]);
  return {
    ...kernels,
    activations: { enter, leave },
    conv: (x, filter, conv) => kernels.conv(x, enter(filter), conv),
    convGradInput: (dy, filter, xShape, conv) =>
      kernels.convGradInput(dy, enter(filter), xShape, conv),
    convGradFilter: (x, dy, filterShape, conv) =>
      leave(kernels.convGradFilter(x, dy, filterShape, conv)),
    convBias: (x, filter, bias, conv, after) =>
      kernels.convBias(x, enter(filter), enter(bias), conv, after),
  };
}
