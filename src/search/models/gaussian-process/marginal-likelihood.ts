import { backwardSolved, createCholesky, forwardSolved, inverse } from './cholesky.js';
import { type Hyperparameters, matern, maternSlope } from './kernel.js';
import type { MetricSpace } from './metric-space.js';

/** How well hyperparameters explain values: the log marginal likelihood. */
export interface Likelihood {
  readonly value: number;
  /** By the logarithms of the rates, in order, of the scale and of the noise. */
  readonly gradient: Float64Array;
}

/**
 * The log marginal likelihood of values at points, of mean 0, and its gradient (Rasmussen & Williams
 * 2006, eq. 2.30 and 5.9).
 */
export function marginalLikelihood(
  metric: MetricSpace,
  points: readonly Float64Array[],
  values: ArrayLike<number>,
): (hyperparameters: Hyperparameters) => Likelihood {
  const { dimensions } = metric;
  const n = points.length;
  /** By pair i > j and coordinate. */
  const squares = points.map((a, i) => {
    const row = new Float64Array(i * dimensions);
    for (let j = 0; j < i; j += 1) {
      for (let k = 0; k < dimensions; k += 1) {
        row[j * dimensions + k] = metric.squared(k, a[k]!, points[j]![k]!);
      }
    }
    return row;
  });

  return ({ rates, scale, noise }) => {
    const distances = squares.map((row, i) => {
      const sums = new Float64Array(i);
      for (let j = 0; j < i; j += 1) {
        let sum = 0;
        for (let k = 0; k < dimensions; k += 1) sum += rates[k]! * row[j * dimensions + k]!;
        sums[j] = sum;
      }
      return sums;
    });
    const triangle = createCholesky();
    for (const row of distances) {
      triangle.add(
        row.map((squared) => scale * matern(squared)),
        scale + noise,
      );
    }
    const half = forwardSolved(triangle, values);
    const weights = backwardSolved(triangle, half);
    const precision = inverse(triangle);

    let value = -0.5 * n * Math.log(2 * Math.PI);
    const gradient = new Float64Array(dimensions + 2);
    for (let i = 0; i < n; i += 1) {
      value -= 0.5 * half[i]! * half[i]! + Math.log(triangle.rows[i]![i]!);
      const own = 0.5 * (weights[i]! * weights[i]! - precision[i]![i]!);
      gradient[dimensions]! += own * scale;
      gradient[dimensions + 1]! += own * noise;
      for (let j = 0; j < i; j += 1) {
        // Each pair stands twice in the matrix, which the half in front takes away.
        const pull = weights[i]! * weights[j]! - precision[i]![j]!;
        const squared = distances[i]![j]!;
        gradient[dimensions]! += pull * scale * matern(squared);
        const slope = pull * scale * maternSlope(squared);
        for (let k = 0; k < dimensions; k += 1) {
          gradient[k]! += slope * rates[k]! * squares[i]![j * dimensions + k]!;
        }
      }
    }
    return { value, gradient };
  };
}
