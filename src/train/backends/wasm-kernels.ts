import type { Tensor2D, Tensor4D } from '@tensorflow/tfjs-core';
import { defaultKernels } from '../default-kernels.js';
import type { Kernels, Tf } from '../kernels.js';
import type { Heap } from './wasm-heap.js';

export function wasmKernels(tf: Tf, _heap: Heap): Kernels {
  return {
    ...defaultKernels(tf),
    convGradFilter(x, dy, shape, { stride, pad }) {
      return tf.tidy(() => {
        const [k, , cin, cout] = shape;
        if (k === 1) {
          const xs =
            stride === 1 ? x : tf.stridedSlice(x, [0, 0, 0, 0], x.shape, [1, stride, stride, 1]);
          const x2 = tf.reshape(xs, [-1, cin]) as Tensor2D;
          const d2 = tf.reshape(dy, [-1, cout]) as Tensor2D;
          return tf.reshape(
            tf.matMul(tf.transpose(x2), tf.add(d2, 0)),
            shape as [number, number, number, number],
          );
        }
        const g = tf.conv2d(
          tf.transpose(
            tf.pad(x, [
              [0, 0],
              [pad, pad],
              [pad, pad],
              [0, 0],
            ]),
            [3, 1, 2, 0],
          ) as Tensor4D,
          tf.transpose(dy, [1, 2, 0, 3]) as Tensor4D,
          1,
          'valid',
          'NHWC',
          stride,
        );
        return tf.transpose(tf.slice(g, [0, 0, 0, 0], [cin, k, k, cout]), [1, 2, 0, 3]) as Tensor4D;
      });
    },
  };
}
