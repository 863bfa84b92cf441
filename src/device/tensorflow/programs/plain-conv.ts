import type { Kernels } from '../../kernels.js';
import { convAttributes } from '../convolution/conv-attributes.js';
import type { Ops } from '../ops.js';

/** Convolutions and their gradients as one op each. */
export function plainConv(ops: Ops): Pick<Kernels, 'conv' | 'convGradInput' | 'convGradFilter'> {
  const attributes = convAttributes(ops);
  const shape = ops.constant.ints;
  return {
    conv: (x, filter, conv) => ops.run('Conv2D', attributes(filter.shape[0], conv), [x, filter]),
    convGradInput: (dy, filter, xShape, conv) =>
      ops.run('Conv2DBackpropInput', attributes(filter.shape[0], conv), [
        ...[shape(xShape), filter, dy],
      ]),
    convGradFilter: (x, dy, filterShape, conv) =>
      ops.run('Conv2DBackpropFilter', attributes(filterShape[0], conv), [
        ...[x, shape(filterShape), dy],
      ]),
  };
}
