import type { Tensor4D } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../src/device/backend.js';
import type { Conv } from '../../src/device/kernels.js';
import { describeBackends } from '../golden/backends.js';
import { excess } from '../golden/golden.js';
import { type Array4D, convolve, random4D } from './reference-convolution.js';

/** [size of the filter, geometry, inputs, outputs]: those of ResNet50, shrunk. */
const CONVS: readonly (readonly [number, Conv, number, number])[] = [
  [1, { stride: 1, pad: 0 }, 16, 32],
  [1, { stride: 2, pad: 0 }, 8, 16],
  [3, { stride: 1, pad: 1 }, 16, 16],
  [3, { stride: 2, pad: 1 }, 16, 8],
  [7, { stride: 2, pad: 3 }, 3, 16],
  [7, { stride: 1, pad: 3 }, 3, 16],
];
const SIDES = [5, 2, 8];
const NEAR = { rel: 1e-4, abs: 1e-4 };

describeBackends('a frozen convolution', (load) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await load();
  });

  const put = ({ data, shape }: Array4D) => engine.tf.tensor4d(Float32Array.from(data), [...shape]);
  const bits = (tensor: Tensor4D) => Buffer.from(tensor.dataSync<'float32'>().slice().buffer);

  test.each(CONVS)('of size %i, %o, meets the reference', (size, geometry, inputs, outputs) => {
    const filter = random4D('filter', [size, size, inputs, outputs]);
    const bias = random4D('bias', [1, 1, 1, outputs]).data;
    for (const side of SIDES) {
      const x = random4D('x', [2, side, side + 1, inputs]);
      const sum = convolve(x, filter, geometry);
      const residual = random4D('residual', sum.shape);
      const want = sum.data.map((value, i) => value + bias[i % outputs]! + residual.data[i]!);
      engine.tf.tidy(() => {
        const after = { relu: false, residual: put(residual) };
        const channel = engine.tf.tensor1d(bias);
        const got = engine.kernels.convBias(put(x), put(filter), channel, geometry, after);
        expect(got.shape).toEqual(sum.shape);
        expect(excess(got.dataSync(), want, NEAR)).toBeLessThanOrEqual(0);
        expect(bits(after.residual)).toEqual(bits(put(residual)));
      });
    }
  });

  test('has its own bits at every call, whatever else of its shape was computed before', () => {
    engine.tf.tidy(() => {
      for (const [size, geometry, inputs, outputs] of CONVS) {
        const channel = engine.tf.tensor1d(random4D('bias', [1, 1, 1, outputs]).data);
        for (const side of [...SIDES, ...SIDES]) {
          const x = put(random4D('x', [2, side, side, inputs]));
          const seen = new Map<string, Buffer>();
          // By turns filters that stay, under a name, and ones that change.
          for (const [name, stays] of TURNS) {
            const filter = put(random4D(name, [size, size, inputs, outputs]));
            const frozen = `${name} ${size} ${geometry.stride}`;
            const after = stays ? { relu: true, frozen } : { relu: true };
            const got = bits(engine.kernels.convBias(x, filter, channel, geometry, after));
            expect(got).toEqual(seen.get(`${name} ${stays}`) ?? got);
            seen.set(`${name} ${stays}`, got);
          }
        }
      }
    });
  });
});

const TURNS: readonly (readonly [string, boolean])[] = [
  ['one', false],
  ['one', true],
  ['another', true],
  ['one', false],
  ['another', false],
  ['one', true],
  ['another', true],
  ['another', false],
];
