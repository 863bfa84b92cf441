import type { Tensor1D } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../src/device/backend.js';
import { random4D } from '../contracts/reference-convolution.js';
import { normalize } from '../contracts/reference-layers.js';
import { describeBackends } from '../golden/backends.js';
import { excess } from '../golden/golden.js';

const EPSILON = 1e-5;
const NEAR = { rel: 1e-4, abs: 1e-4 };
const CHANNELS = 256;

// Large enough for the paths that backends keep for layers of many channels.
describeBackends('batch norm over many channels', (load) => {
  let engine: Engine;
  beforeAll(async () => {
    engine = await load();
  });

  test('agrees with float64, and so do its gradients', () => {
    const x = random4D('x', [32, 6, 6, CHANNELS], 3, 5);
    const dy = random4D('dy', x.shape);
    const gamma = random4D('gamma', [1, 1, 1, CHANNELS]).data;
    const beta = random4D('beta', [1, 1, 1, CHANNELS]).data;
    const want = normalize(x, gamma, beta, EPSILON);
    const near = (got: ArrayLike<number>, wanted: ArrayLike<number>) =>
      expect(excess(got, wanted, NEAR)).toBeLessThanOrEqual(0);

    const { tf, kernels } = engine;
    tf.tidy(() => {
      const input = tf.tensor4d(x.data, [...x.shape]);
      const scale = tf.tensor1d(gamma);
      const zero: Tensor1D = tf.zeros([CHANNELS]);
      const running = { mean: zero, variance: zero };
      const got = kernels.batchNorm(input, scale, tf.tensor1d(beta), running, EPSILON);
      near(got.y.dataSync(), want.y);
      const n = input.size / CHANNELS;
      const unbiased = want.variance.map((variance) => (variance * n) / (n - 1));
      near(tf.mul(got.running.mean, 10).dataSync(), want.mean);
      near(tf.mul(got.running.variance, 10).dataSync(), unbiased);

      const gradient = tf.tensor4d(dy.data, [...dy.shape]);
      const back = kernels.batchNormGrad(gradient, input, scale, got.saved, EPSILON);
      const sums = gradients(x.data, dy.data, want.mean, want.variance, gamma);
      near(back.dBeta.dataSync(), sums.dBeta);
      near(back.dGamma.dataSync(), sums.dGamma);
      near(back.dx.dataSync(), sums.dx);
    });
  });
});

/** In float64, by Ioffe & Szegedy (arXiv:1502.03167, section 3). */
function gradients(
  x: Float32Array,
  dy: Float32Array,
  mean: ArrayLike<number>,
  variance: ArrayLike<number>,
  gamma: ArrayLike<number>,
) {
  const count = x.length / CHANNELS;
  const inverse = Float64Array.from(variance, (v) => 1 / Math.sqrt(v + EPSILON));
  const hat = Float64Array.from(x, (v, i) => (v - mean[i % CHANNELS]!) * inverse[i % CHANNELS]!);
  const dBeta = new Float64Array(CHANNELS);
  const dGamma = new Float64Array(CHANNELS);
  dy.forEach((d, i) => {
    dBeta[i % CHANNELS]! += d;
    dGamma[i % CHANNELS]! += d * hat[i]!;
  });
  const dx = Float64Array.from(dy, (d, i) => {
    const c = i % CHANNELS;
    return gamma[c]! * inverse[c]! * (d - (dBeta[c]! + hat[i]! * dGamma[c]!) / count);
  });
  return { dx, dGamma, dBeta };
}
