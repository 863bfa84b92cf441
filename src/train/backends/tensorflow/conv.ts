import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Conv, Kernels, Tf } from '../../kernels.js';
import type { Attribute, Ops } from './ops.js';

type ConvKernels = Pick<Kernels, 'conv' | 'convBias' | 'convGradInput' | 'convGradFilter'>;

/** Convolutions and their gradients through TensorFlow's native ops. */
export function convKernels(tf: Tf, ops: Ops): ConvKernels {
  const T = [ops.float32('T')];
  const biasAttributes = [...T, ops.string('data_format', 'NHWC')];
  const geometry = convAttributes(ops);
  const shape = (sizes: readonly number[]) => tf.tensor1d([...sizes], 'int32');

  const kernels: ConvKernels = {
    conv: (x, filter, conv) => ops.run('Conv2D', geometry(filter.shape[0], conv), [x, filter]),
    convBias(x, filter, bias, conv, { relu, residual }) {
      return tf.tidy(() => {
        let y: Tensor4D = kernels.conv(x, filter, conv);
        y = ops.run('BiasAdd', biasAttributes, [y, bias]);
        if (residual) y = tf.add(y, residual);
        return relu ? ops.run<Tensor4D>('Relu', T, [y]) : y;
      });
    },
    convGradInput(dy, filter, xShape, conv) {
      const [batch, height, width, channels] = xShape;
      const backprop = (sizes: readonly number[], attributes: readonly Attribute[]) =>
        ops.run<Tensor4D>('Conv2DBackpropInput', attributes, [shape(sizes), filter, dy]);
      return tf.tidy(() => {
        if (isSame(filter.shape[0], conv)) return backprop(xShape, geometry(filter.shape[0], conv));
        // oneDNN knows no explicit padding here, and Eigen's kernel is fifty times slower: take the
        // gradient of the padded input and cut the padding off.
        const { pad, stride } = conv;
        const padded = [batch, height + 2 * pad, width + 2 * pad, channels];
        const full = backprop(padded, geometry(filter.shape[0], { stride, pad: 0 }));
        return pad === 0 ? full : tf.slice4d(full, [0, pad, pad, 0], [...xShape]);
      });
    },
    convGradFilter: (x, dy, filterShape, conv) =>
      tf.tidy(() =>
        ops.run('Conv2DBackpropFilter', geometry(filterShape[0], conv), [
          x,
          shape(filterShape),
          dy,
        ]),
      ),
  };
  return kernels;
}

/** Whether padding is what TensorFlow calls SAME (or there is none to speak of). */
function isSame(size: number, { stride, pad }: Conv): boolean {
  return size > 1 && stride === 1 && 2 * pad === size - 1;
}

/** The attributes all three convolution ops share, made once per geometry. */
function convAttributes(ops: Ops): (size: number, conv: Conv) => readonly Attribute[] {
  const made = new Map<string, readonly Attribute[]>();
  return (size, conv) => {
    const { stride, pad } = conv;
    const key = `${size} ${stride} ${pad}`;
    let found = made.get(key);
    if (!found) {
      const padding = isSame(size, conv) ? 'SAME' : pad === 0 ? 'VALID' : 'EXPLICIT';
      found = [
        ops.float32('T'),
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
