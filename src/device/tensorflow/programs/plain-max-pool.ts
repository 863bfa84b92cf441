import type { Tensor } from '@tensorflow/tfjs-core';
import type { Kernels } from '../../kernels.js';
import { noMasks } from '../convolution/strided.js';
import type { Ops } from '../ops.js';

/**
 * The stem's max pooling, without explicit padding, which XLA does not know there. TensorFlow's
 * gradients of it, XLA's and cuDNN's, add up in any order: this one is made of ops that have one. Each
 * place's gradient goes to the first of its nine pixels, row by row, that is the largest, as PyTorch
 * has it.
 */
export function plainMaxPool(ops: Ops): Pick<Kernels, 'maxPool' | 'maxPoolGrad'> {
  const { ints } = ops.constant;
  const border = ints([0, 0, 1, 1, 1, 1, 0, 0], [4, 2]);
  const pooling = [
    ops.float32('T'),
    ops.ints('ksize', [1, 3, 3, 1]),
    ops.ints('strides', [1, 2, 2, 1]),
    ops.string('padding', 'VALID'),
    ops.string('data_format', 'NHWC'),
  ];
  const masks = noMasks(ops);
  const places = [0, 1, 2].flatMap((row) => [0, 1, 2].map((column) => [row, column] as const));

  return {
    maxPool: (x) => ops.run('MaxPool', pooling, [ops.run('Pad', [], [x, border])]),
    maxPoolGrad(dy, x, y) {
      const [batch, height, width, channels] = x.shape;
      const [, h, w] = y.shape;
      const padded = ops.run('Pad', [], [x, border]);
      const all = padded.shape;
      /** Pixel (row, column) of every place: a view of h x w pixels, two apart. */
      const range = ([row, column]: readonly [number, number]) => [
        ints([0, row, column, 0]),
        ints([batch, row + 2 * h - 1, column + 2 * w - 1, channels]),
        ints([1, 2, 2, 1]),
      ];
      let dx: Tensor | null = null;
      let rest: Tensor = dy;
      for (const place of places) {
        const seen = ops.run('StridedSlice', masks, [padded, ...range(place)]);
        const largest = ops.run('Equal', [], [seen, y]);
        const none = ops.run('ZerosLike', [], [rest]);
        const taken = ops.run('SelectV2', [], [largest, rest, none]);
        rest = ops.run('SelectV2', [], [largest, none, rest]);
        const spread = ops.run('StridedSliceGrad', masks, [ints(all), ...range(place), taken]);
        dx = dx ? ops.run('AddV2', [], [dx, spread]) : spread;
      }
      const from = [ints([0, 1, 1, 0]), ints([batch, height, width, channels])];
      return ops.run('Slice', [], [dx!, ...from]);
    },
  };
}
