import type { Kernels } from '../../kernels.js';
import { bfloat16 } from '../convolution/bfloat16.js';
import type { Ops } from '../ops.js';

/**
 * Kernels whose activations are bfloat16. Filters are rounded where they are used, and their
 * gradients widened at once: weights, what optimizers keep, batch norm's vectors and statistics, and
 * all from pooling on stay float32.
 */
export function halved(kernels: Kernels, ops: Ops): Kernels {
  const activations = bfloat16(ops);
  const { enter, leave } = activations;
  return {
    ...kernels,
    activations,
    conv: (x, filter, conv) => kernels.conv(x, enter(filter), conv),
    convGradInput: (dy, filter, xShape, conv) =>
      kernels.convGradInput(dy, enter(filter), xShape, conv),
    convGradFilter: (x, dy, filterShape, conv) =>
      leave(kernels.convGradFilter(x, dy, filterShape, conv)),
    convBias: (x, filter, bias, conv, after) =>
      kernels.convBias(x, enter(filter), enter(bias), conv, after),
  };
}
