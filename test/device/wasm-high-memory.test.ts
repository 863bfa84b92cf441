import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import { expect, test } from 'vitest';
import { wasm } from '../../src/device/backends/wasm.js';
import { openHeap } from '../../src/device/wasm/heap.js';

test('kernels compute the same bits beyond 2 GiB, where addresses turn negative', async () => {
  const { tf, kernels } = await wasm.load('');
  const heap = openHeap(tf);
  const conv = { stride: 2, pad: 1 };
  const run = () => {
    const results = tf.tidy(() => {
      const x = tf.reshape(tf.range(0, 2 * 5 * 5 * 16), [2, 5, 5, 16]) as Tensor4D;
      const filter = tf.reshape(tf.range(-1152, 1152), [3, 3, 16, 16]) as Tensor4D;
      const gamma = tf.ones([16]) as Tensor1D;
      const y = kernels.conv(x, filter, conv);
      const norm = kernels.batchNorm(y, gamma, gamma, { mean: gamma, variance: gamma }, 1e-5);
      return [
        kernels.convBias(x, filter, gamma, conv, { relu: true, residual: y }),
        kernels.convGradInput(y, filter, x.shape, conv),
        kernels.convGradFilter(x, y, filter.shape, conv),
        kernels.batchNormGrad(y, y, gamma, norm.saved, 1e-5).dx,
        kernels.reluGrad(y, kernels.relu(y)),
        kernels.maxPoolGrad(kernels.maxPool(x), x, x),
      ];
    });
    const bits = results.map((result) => result.dataSync());
    const place = heap.address(results[0]!);
    tf.dispose(results);
    return { bits, place };
  };

  const low = run();
  const blocks: Tensor[] = [];
  for (const floats of [2 ** 26, 2 ** 20, 2 ** 14, 2 ** 8, 2 ** 4]) {
    do {
      blocks.push(heap.tensor1d(floats)); // holes below are filled before memory grows
    } while (heap.address(blocks.at(-1)!) < 2 ** 31);
  }
  const high = run();
  tf.dispose(blocks);
  expect(low.place).toBeLessThan(2 ** 31);
  expect(high.place).toBeGreaterThan(2 ** 31);
  expect(high.bits).toEqual(low.bits);
});
