import type { Conv } from '../../kernels.js';
import type { Attribute } from '../node-backend.js';
import type { Ops } from '../ops.js';

/** The attributes that all three convolution ops share, made once per geometry. */
export function convAttributes(
  ops: Ops,
  T: Attribute = ops.float32('T'),
): (size: number, conv: Conv) => readonly Attribute[] {
  const made = new Map<string, readonly Attribute[]>();
  return (size, conv) => {
    const { stride, pad } = conv;
    const key = `${size} ${stride} ${pad}`;
    let found = made.get(key);
    if (!found) {
      const padding = isSame(size, conv) ? 'SAME' : pad === 0 ? 'VALID' : 'EXPLICIT';
      found = [
        T,
        ops.ints('strides', [1, stride, stride, 1]),
        ops.string('padding', padding),
        ops.string('data_format', 'NHWC'),
        ops.bool('use_cudnn_on_gpu', true),
        ops.ints('dilations', [1, 1, 1, 1]),
        ...(padding === 'EXPLICIT'
          ? [ops.ints('explicit_paddings', [0, 0, pad, pad, pad, pad, 0, 0])]
          : []),
      ];
      made.set(key, found);
    }
    return found;
  };
}

/** Whether this padding is what TensorFlow calls SAME: it runs faster under that name. */
export function isSame(size: number, { stride, pad }: Conv): boolean {
  return size > 1 && stride === 1 && 2 * pad === size - 1;
}
