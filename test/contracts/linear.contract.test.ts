import type { Tensor1D, Tensor2D } from '@tensorflow/tfjs-core';
import { beforeAll, expect, test } from 'vitest';
import type { Engine } from '../../src/device/backend.js';
import { describeBackends } from '../golden/backends.js';
import { excess } from '../golden/golden.js';
import { describePrograms } from '../golden/programs.js';
import { recordedKernels } from './recorded-kernels.js';
import { random4D } from './reference-convolution.js';

const NEAR = { rel: 1e-4, abs: 1e-4 };

describeBackends('linear layers', linearSuite);

describePrograms('recorded linear layers', ['graph', 'xla'], (load) => {
  linearSuite(async () => {
    const engine = await load();
    return { tf: engine.tf, kernels: recordedKernels(engine, 'float32') };
  });
});

function linearSuite(load: () => Promise<Pick<Engine, 'tf' | 'kernels'>>): void {
  let engine: Pick<Engine, 'tf' | 'kernels'>;
  beforeAll(async () => {
    engine = await load();
  });

  /** [images, features, classes]. */
  test.each([
    [1, 3, 2],
    [3, 40, 10],
    [32, 2048, 7],
  ])('of %i x %i x %i, and their gradients', (b, f, k) => {
    const { tf, kernels } = engine;
    const [x, weight, bias, dy] = [
      random4D('x', [1, 1, b, f]).data,
      random4D('weight', [1, 1, f, k]).data,
      random4D('bias', [1, 1, 1, k]).data,
      random4D('dy', [1, 1, b, k]).data,
    ];
    const before = tf.memory().numTensors;
    const inputs = [tf.tensor2d(x, [b, f]), tf.tensor2d(weight, [f, k]), tf.tensor2d(dy, [b, k])];
    const [X, W, dY] = inputs as [Tensor2D, Tensor2D, Tensor2D];
    const B: Tensor1D = tf.tensor1d(bias);
    const y = kernels.linear(X, W, B);
    const dX = kernels.linearGradInput(dY, W);
    const { dWeight, dBias } = kernels.linearGrad(dY, X);

    const sum = (n: number, term: (i: number) => number) =>
      Array.from({ length: n }, (_, i) => term(i)).reduce((a, c) => a + c);
    const grid = (n: number, m: number, at: (i: number, j: number) => number) =>
      Array.from({ length: n * m }, (_, p) => at(Math.floor(p / m), p % m));
    const near = (got: { dataSync(): ArrayLike<number> }, want: readonly number[]) =>
      expect(excess(got.dataSync(), want, NEAR)).toBeLessThanOrEqual(0);
    near(
      y,
      grid(b, k, (i, j) => bias[j]! + sum(f, (n) => x[i * f + n]! * weight[n * k + j]!)),
    );
    near(
      dX,
      grid(b, f, (i, j) => sum(k, (n) => dy[i * k + n]! * weight[j * k + n]!)),
    );
    near(
      dWeight,
      grid(f, k, (i, j) => sum(b, (n) => x[n * f + i]! * dy[n * k + j]!)),
    );
    near(
      dBias,
      grid(1, k, (_, j) => sum(b, (n) => dy[n * k + j]!)),
    );
    tf.dispose([...inputs, B, y, dX, dWeight, dBias]);
    expect(tf.memory().numTensors).toBe(before);
  });
}
