import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../src/device/backend.js';
import type { Conv, Running } from '../../src/device/kernels.js';
import { excess } from '../golden/golden.js';
import { type Array4D, convolve, convolveGradients, random4D } from './reference-convolution.js';
import { differentiate, maxPool, normalize } from './reference-layers.js';

/** [size of the filter, geometry, side of the image, inputs, outputs]: those of ResNet50, shrunk. */
const CONVS: readonly (readonly [number, Conv, number, number, number])[] = [
  [1, { stride: 1, pad: 0 }, 3, 16, 32],
  [1, { stride: 2, pad: 0 }, 4, 16, 8],
  [1, { stride: 2, pad: 0 }, 5, 8, 16],
  [1, { stride: 1, pad: 0 }, 1, 512, 16],
  [1, { stride: 1, pad: 0 }, 2, 16, 400],
  [3, { stride: 1, pad: 1 }, 4, 16, 16],
  [3, { stride: 1, pad: 1 }, 1, 8, 24],
  [3, { stride: 1, pad: 1 }, 3, 200, 8],
  [3, { stride: 2, pad: 1 }, 4, 16, 8],
  [3, { stride: 2, pad: 1 }, 5, 8, 16],
  [3, { stride: 2, pad: 1 }, 1, 16, 8],
  [3, { stride: 2, pad: 1 }, 4, 32, 64],
  [1, { stride: 2, pad: 0 }, 2, 64, 128],
];
const STEMS: readonly (readonly [number, Conv, number, number, number])[] = [
  [7, { stride: 2, pad: 3 }, 9, 3, 8],
  [7, { stride: 1, pad: 3 }, 5, 3, 16],
];
const BATCHES = [1, 2, 3];
const EPSILON = 1e-5;

/** How far a result may be from the reference. */
export type Tolerance = (want: ArrayLike<number>) => {
  readonly rel?: number;
  readonly abs?: number;
};

/** What kernels must do, of a backend or of programs. */
export function kernelSuite(
  load: () => Promise<Pick<Engine, 'tf' | 'kernels'>>,
  near: Tolerance = () => ({ rel: 1e-4, abs: 1e-4 }),
): void {
  let engine: Pick<Engine, 'tf' | 'kernels'>;
  beforeAll(async () => {
    engine = await load();
  });

  const put = ({ data, shape }: Array4D) => engine.tf.tensor4d(Float32Array.from(data), [...shape]);
  const values = (tensor: Tensor) => tensor.dataSync<'float32'>();
  const expectNear = (got: Tensor, want: ArrayLike<number>) =>
    expect(excess(values(got), want, near(want))).toBeLessThanOrEqual(0);

  test.each([...CONVS, ...STEMS])(
    'convolve: %i x %i, %o',
    (size, geometry, side, inputs, outputs) => {
      for (const batch of BATCHES) {
        const x = random4D('x', [batch, side, side + 1, inputs]);
        const filter = random4D('filter', [size, size, inputs, outputs]);
        const want = convolve(x, filter, geometry);
        engine.tf.tidy(() => {
          const got = engine.kernels.conv(put(x), put(filter), geometry);
          expect(got.shape).toEqual(want.shape);
          expectNear(got, want.data);
        });
      }
    },
  );

  test.each([...CONVS, ...STEMS])(
    'give a filter its gradient: %i, %o',
    (size, geometry, side, inputs, outputs) => {
      for (const batch of BATCHES) {
        const x = random4D('x', [batch, side, side + 1, inputs]);
        const filter = random4D('filter', [size, size, inputs, outputs]);
        const dy = random4D('dy', convolve(x, filter, geometry).shape);
        const want = convolveGradients(x, filter, dy, geometry);
        engine.tf.tidy(() => {
          const { kernels } = engine;
          const got = kernels.convGradFilter(put(x), put(dy), filter.shape, geometry);
          expect(got.shape).toEqual(filter.shape);
          expectNear(got, want.filter.data);
        });
      }
    },
  );

  test.each(CONVS)(
    'give an input its gradient: %i, %o',
    (size, geometry, side, inputs, outputs) => {
      for (const batch of BATCHES) {
        expectInputGradient(
          [batch, side, side + 1, inputs],
          [size, size, inputs, outputs],
          geometry,
        );
      }
    },
  );

  test('give an input of 2 x 2 pixels its gradient', () => {
    for (const batch of BATCHES) {
      expectInputGradient([batch, 2, 2, 32], [3, 3, 32, 24], { stride: 1, pad: 1 });
    }
  });

  function expectInputGradient(
    xShape: Array4D['shape'],
    filterShape: Array4D['shape'],
    geometry: Conv,
  ): void {
    const x = random4D('x', xShape);
    const filter = random4D('filter', filterShape);
    const dy = random4D('dy', convolve(x, filter, geometry).shape);
    const want = convolveGradients(x, filter, dy, geometry);
    engine.tf.tidy(() => {
      const got = engine.kernels.convGradInput(put(dy), put(filter), x.shape, geometry);
      expect(got.shape).toEqual(x.shape);
      expectNear(got, want.x.data);
    });
  }

  test.each([true, false])('add bias and residual after a convolution, ReLU: %o', (relu) => {
    const geometry = { stride: 1, pad: 1 };
    const x = random4D('x', [2, 3, 3, 8]);
    const filter = random4D('filter', [3, 3, 8, 16]);
    const bias = random4D('bias', [1, 1, 1, 16]).data;
    const residual = random4D('residual', [2, 3, 3, 16]);
    const sums = convolve(x, filter, geometry).data.map((value, i) => value + bias[i % 16]!);
    const clamp = (value: number) => (relu ? Math.max(0, value) : value);
    engine.tf.tidy(() => {
      const run = (after: { readonly relu: boolean; readonly residual?: Tensor4D }) =>
        engine.kernels.convBias(put(x), put(filter), engine.tf.tensor1d(bias), geometry, after);
      expectNear(run({ relu }), sums.map(clamp));
      const both = sums.map((value, i) => clamp(value + residual.data[i]!));
      expectNear(run({ relu, residual: put(residual) }), both);
    });
  });

  test.each(BATCHES)('normalize a batch of %i by itself', (batch) => {
    const x = random4D('x', [batch, 3, 2, 16], 3, 5);
    const gamma = random4D('gamma', [1, 1, 1, 16]).data;
    const beta = random4D('beta', [1, 1, 1, 16]).data;
    const want = normalize(x, gamma, beta, EPSILON);
    engine.tf.tidy(() => {
      const { tf, kernels } = engine;
      const old = { mean: tf.fill([16], 3), variance: tf.fill([16], 2) } as Running;
      const got = kernels.batchNorm(put(x), tf.tensor1d(gamma), tf.tensor1d(beta), old, EPSILON);
      expectNear(got.y, want.y);
      const n = batch * 6;
      expectNear(
        got.running.mean,
        want.mean.map((mean) => 0.9 * 3 + 0.1 * mean),
      );
      expectNear(
        got.running.variance,
        want.variance.map((variance) => 0.9 * 2 + (0.1 * variance * n) / (n - 1)),
      );
    });
  });

  test('give batch norm its gradients', () => {
    const x = random4D('x', [3, 2, 2, 16], 2, 1);
    const gamma = random4D('gamma', [1, 1, 1, 16]).data;
    const beta = random4D('beta', [1, 1, 1, 16]).data;
    const dy = random4D('dy', x.shape);
    const dot = (y: ArrayLike<number>) => dy.data.reduce((sum, d, i) => sum + d * y[i]!, 0);
    const loss = (values: Float64Array) =>
      dot(normalize({ ...x, data: values }, gamma, beta, EPSILON).y);
    engine.tf.tidy(() => {
      const { tf, kernels } = engine;
      const [input, scale] = [put(x), tf.tensor1d(gamma)] as const;
      const running = { mean: scale, variance: scale };
      const { saved } = kernels.batchNorm(input, scale, tf.tensor1d(beta), running, EPSILON);
      const got = kernels.batchNormGrad(put(dy), input, scale, saved, EPSILON);
      expectNear(got.dx, differentiate(loss, Float64Array.from(x.data)));
      expectNear(
        got.dGamma,
        differentiate((g) => dot(normalize(x, g, beta, EPSILON).y), Float64Array.from(gamma)),
      );
      expectNear(
        got.dBeta,
        differentiate((b) => dot(normalize(x, gamma, b, EPSILON).y), Float64Array.from(beta)),
      );
    });
  });

  test('pass gradients where ReLU passed values', () => {
    const x = random4D('x', [1, 3, 3, 3]);
    const dy = random4D('dy', x.shape);
    engine.tf.tidy(() => {
      const y = engine.kernels.relu(put(x));
      expectNear(
        y,
        x.data.map((value) => Math.max(0, value)),
      );
      const got = engine.kernels.reluGrad(put(dy), y);
      expectNear(
        got,
        dy.data.map((value, i) => (x.data[i]! > 0 ? value : 0)),
      );
    });
  });

  test.each([4, 5])('pool maxima of a %i px image and send gradients back', (side) => {
    const x = random4D('x', [2, side, side, 8]);
    // Few bits, so that bfloat16 holds them and they are as far apart there.
    const positive = { ...x, data: x.data.map((value) => Math.round(128 * Math.abs(value)) / 128) };
    const want = maxPool(positive);
    const dy = random4D('dy', want.shape);
    engine.tf.tidy(() => {
      const input = put(positive);
      const y = engine.kernels.maxPool(input);
      expect(y.shape).toEqual(want.shape);
      expectNear(y, want.data);
      const back = new Float32Array(positive.data.length);
      want.places.forEach((place, i) => {
        back[place]! += dy.data[i]!;
      });
      expectNear(engine.kernels.maxPoolGrad(put(dy), input, y), back);
    });
  });

  test('send the gradient of equal maxima to the first of them, row by row', () => {
    const x = random4D('x', [2, 6, 7, 8]);
    // Whole numbers from 0 to 3: most places see their largest more than once.
    const levels = { ...x, data: x.data.map((value) => Math.round(Math.abs(3 * value))) };
    const { shape, places } = maxPool(levels);
    const dy = random4D('dy', shape);
    const back = new Float32Array(levels.data.length);
    places.forEach((place, i) => {
      back[place]! += dy.data[i]!;
    });
    engine.tf.tidy(() => {
      const input = put(levels);
      const { kernels } = engine;
      expectNear(kernels.maxPoolGrad(put(dy), input, kernels.maxPool(input)), back);
    });
  });

  test('compute the same bits again, wherever a sample lies in its batch', () => {
    const geometry = { stride: 1, pad: 1 };
    const x = random4D('x', [3, 3, 3, 16]);
    const filter = random4D('filter', [3, 3, 16, 16]);
    engine.tf.tidy(() => {
      const { tf, kernels } = engine;
      const [batch, weights] = [put(x), put(filter)] as const;
      const together = values(kernels.conv(batch, weights, geometry));
      expect(values(kernels.conv(batch, weights, geometry))).toEqual(together);
      const turned = tf.concat([tf.slice(batch, 2, 1), tf.slice(batch, 0, 2)]) as Tensor4D;
      const apart = values(kernels.conv(turned, weights, geometry));
      const third = together.length / 3;
      expect(apart.slice(0, third)).toEqual(together.slice(2 * third));
      expect(apart.slice(third)).toEqual(together.slice(0, 2 * third));
    });
  });

  test('leave nothing behind but their results', () => {
    const { tf, kernels } = engine;
    const geometry = { stride: 1, pad: 1 };
    const x = put(random4D('x', [2, 4, 4, 16]));
    const filter = put(random4D('filter', [3, 3, 16, 16]));
    const channel: Tensor1D = tf.ones([16]);
    const count = (run: () => readonly Tensor[]) => {
      const before = tf.memory().numTensors;
      const results = run();
      const made = tf.memory().numTensors - before;
      tf.dispose([...results]);
      expect(made).toBe(results.length);
    };
    count(() => [kernels.conv(x, filter, geometry)]);
    count(() => [kernels.convBias(x, filter, channel, geometry, { relu: true, residual: x })]);
    count(() => [kernels.convGradInput(x, filter, x.shape, geometry)]);
    count(() => [kernels.convGradFilter(x, x, filter.shape, geometry)]);
    const statistics = { mean: channel, variance: channel };
    const pass = kernels.batchNorm(x, channel, channel, statistics, EPSILON);
    const { y, running, saved } = pass;
    count(() => Object.values(kernels.batchNormGrad(x, x, channel, saved, EPSILON)));
    tf.dispose([y, running.mean, running.variance, ...saved]);
    count(() => [kernels.relu(x)]);
    count(() => [kernels.reluGrad(x, x)]);
    count(() => [kernels.maxPool(x)]);
    tf.dispose([x, filter, channel]);
  });
}
