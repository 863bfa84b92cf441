import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { drawNormal, rngFor } from '../../../src/core/random.js';
import type { SearchSpace } from '../../../src/core/space.js';
import {
  createCholesky,
  forwardSolved,
  inverse,
} from '../../../src/search/models/gaussian-process/cholesky.js';
import { fitHyperparameters } from '../../../src/search/models/gaussian-process/fit-hyperparameters.js';
import { matern } from '../../../src/search/models/gaussian-process/kernel.js';
import { metricSpace } from '../../../src/search/models/gaussian-process/metric-space.js';
import { minimize } from '../../../src/search/models/gaussian-process/minimize.js';
import { posterior } from '../../../src/search/models/gaussian-process/posterior.js';
import { trainingSet } from '../../../src/search/models/gaussian-process/training-set.js';
import { warpedLosses } from '../../../src/search/models/gaussian-process/warped-losses.js';
import { coordinatesOf } from '../../../src/search/spaces/coordinates.js';

const SPACE: SearchSpace = {
  learning_rate: { kind: 'uniform', low: 1e-4, high: 1, scale: 'log' },
  unfrozen_layers: { kind: 'int_uniform', low: 0, high: 5 },
  optimizer: { kind: 'categorical', values: ['sgd', 'adam', 'rmsprop'] },
};
const metric = metricSpace(coordinatesOf(SPACE).all);
const unit = fc.double({ min: 0, max: 1, noNaN: true });
const place = fc.tuple(...[1, 2, 3].map(() => fc.option(unit, { nil: null })));

describe('how far points lie apart', () => {
  test('is a squared distance of vectors: kernels of it are positive, whatever points lack', () => {
    fc.assert(
      fc.property(fc.array(place, { minLength: 2, maxLength: 8 }), (places) => {
        const points = places.map((each) => metric.encode(each));
        const triangle = createCholesky();
        for (const [i, a] of points.entries()) {
          const left = points.slice(0, i).map((b) => {
            const squares = [0, 1, 2].map((k) => metric.squared(k, a[k]!, b[k]!));
            return matern(squares.reduce((sum, square) => sum + 3 * square, 0));
          });
          triangle.add(left, 1 + 1e-6);
          // What is left of a diagonal is at least the noise: no covariance was too large.
          expect(triangle.rows[i]![i]! ** 2).toBeGreaterThan(0.99e-6);
        }
      }),
    );
  });

  test('sees an order only where there is one', () => {
    const at = (u: number, layers: number, option: number) =>
      metric.encode([u, (layers + 0.5) / 6, (option + 0.5) / 3]);
    const between = (k: number, a: Float64Array, b: Float64Array) =>
      metric.squared(k, a[k]!, b[k]!);
    expect(between(1, at(0, 0, 0), at(0, 5, 0))).toBeGreaterThan(
      between(1, at(0, 0, 0), at(0, 1, 0)),
    );
    expect(between(2, at(0, 0, 0), at(0, 0, 1))).toBe(between(2, at(0, 0, 0), at(0, 0, 2)));
    const lacks = metric.encode([null, 0.5, null]);
    expect(between(0, lacks, lacks)).toBe(0);
    expect(between(0, lacks, at(0.5, 0, 0))).toBeGreaterThan(0);
    expect(between(2, lacks, at(0.5, 0, 0))).toBe(1);
  });
});

test('a triangle solves and inverts what it was made of, and stands points that are equal', () => {
  const triangle = createCholesky();
  triangle.add([], 4);
  triangle.add([2], 5);
  triangle.add([2, 3], 6);
  expect(triangle.rows.map((row) => [...row])).toEqual([[2], [1, 2], [1, 1, 2]]);
  expect([...forwardSolved(triangle, [2, 5, 8])]).toEqual([1, 2, 2.5]);
  const below = inverse(triangle);
  const full = [0, 1, 2].map((i) => [0, 1, 2].map((j) => below[Math.max(i, j)]![Math.min(i, j)]!));
  const matrix = [
    [4, 2, 2],
    [2, 5, 3],
    [2, 3, 6],
  ];
  for (const [i, row] of matrix.entries()) {
    for (const j of [0, 1, 2]) {
      const product = row.reduce((sum, value, k) => sum + value * full[k]![j]!, 0);
      expect(product).toBeCloseTo(i === j ? 1 : 0, 12);
    }
  }
  const twins = createCholesky();
  twins.add([], 1);
  twins.add([1], 1);
  expect(twins.rows[1]![1]!).toBeGreaterThan(0);
});

test('a minimum is found inside a box, and on its edge', () => {
  const bowl = (center: readonly number[]) => (x: Float64Array) => {
    const [a, b] = [x[0]! - center[0]!, x[1]! - center[1]!];
    return { value: 10 * a * a + b * b + a * b, gradient: [20 * a + b, 2 * b + a] };
  };
  const box = () => [0, 1] as const;
  const inside = minimize(bowl([0.3, 0.6]), [0.9, 0.1], box, { steps: 50 });
  expect(inside.x[0]).toBeCloseTo(0.3, 4);
  expect(inside.x[1]).toBeCloseTo(0.6, 4);
  const edge = minimize(bowl([0.3, 1.4]), [0.9, 0.1], box, { steps: 50 });
  expect(edge.x[1]).toBe(1);
  // Where b is held at -0.4, 20 a + b = 0.
  expect(edge.x[0]).toBeCloseTo(0.32, 4);
});

test('hyperparameters tell what matters from what does not, and noise from signal', () => {
  const points = Array.from({ length: 40 }, (_, i) =>
    metric.encode([((i * 7) % 40) / 40, (((i * 3) % 6) + 0.5) / 6, ((i % 3) + 0.5) / 3]),
  );
  const clean = points.map((point) => Math.sin(6 * point[0]!) * Math.SQRT2);
  const { rates, noise } = fitHyperparameters(metric, points, clean);
  expect(rates[0]).toBeGreaterThan(5 * rates[1]!);
  expect(rates[0]).toBeGreaterThan(5 * rates[2]!);
  expect(noise).toBeLessThan(1e-3);
  const rng = rngFor('noise');
  const noisy = clean.map((value) => value + 0.5 * drawNormal(rng));
  expect(fitHyperparameters(metric, points, noisy).noise).toBeGreaterThan(0.05);
});

test('what is believed of a point changes no mean, and narrows what lies near', () => {
  const points = [metric.encode([0.1, 0.5, 0.5]), metric.encode([0.9, 0.5, 0.5])];
  const process = posterior(metric, { rates: [4, 1, 1], scale: 1, noise: 0.01 }, points, [1, -1]);
  const [near, far] = [metric.encode([0.52, 0.5, 0.5]), metric.encode([0.2, 0.9, 0.1])];
  const before = [near, far].map((point) => process.at(point));
  process.believe(metric.encode([0.5, 0.5, 0.5]));
  const after = [near, far].map((point) => process.at(point));
  for (const i of [0, 1]) expect(after[i]!.mean).toBeCloseTo(before[i]!.mean, 10);
  expect(after[0]!.variance).toBeLessThan(before[0]!.variance / 5);
  expect(after[1]!.variance).toBeGreaterThan(before[1]!.variance / 2);
});

describe('losses as the process sees them', () => {
  const losses = fc.array(
    fc.oneof(fc.integer({ min: -5, max: 5 }), fc.constant(Number.POSITIVE_INFINITY)),
    { minLength: 2, maxLength: 30 },
  );

  test('keep their order, are finite, and have mean 0 and variance 1', () => {
    fc.assert(
      fc.property(losses, (losses) => {
        const warped = warpedLosses(losses);
        for (const [i, a] of losses.entries()) {
          expect(Number.isFinite(warped[i])).toBe(true);
          for (const [j, b] of losses.entries()) {
            if (a < b) expect(warped[i]).toBeLessThan(warped[j]!);
            if (a === b) expect(warped[i]).toBe(warped[j]);
          }
        }
        const mean = warped.reduce((sum, value) => sum + value, 0) / warped.length;
        expect(mean).toBeCloseTo(0, 9);
        const variance = warped.reduce((sum, value) => sum + value ** 2, 0) / warped.length;
        if (new Set(losses).size > 1) expect(variance).toBeCloseTo(1, 9);
        else expect(variance).toBe(0);
      }),
    );
  });

  test('are to scale where they are good, however bad the bad ones are', () => {
    const of = (worst: number) => warpedLosses([0, 1, 2, 3, 4, 50, 60, worst]);
    expect([...of(1e9)]).toEqual([...of(70)]);
    const [a, b, c, d] = of(70);
    expect(b! - a!).toBeCloseTo(d! - c!, 12);
  });
});

test('of many trials the best and the latest are learned from', () => {
  const losses = Array.from({ length: 100 }, (_, i) => (i === 3 || i === 50 ? -1 : i));
  expect(trainingSet(losses, 4)).toEqual([3, 50, 98, 99]);
  expect(trainingSet(losses.slice(0, 4), 4)).toEqual([0, 1, 2, 3]);
});
