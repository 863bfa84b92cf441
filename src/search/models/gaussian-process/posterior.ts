import { backwardSolved, createCholesky, forwardSolved } from './cholesky.js';
import { type Hyperparameters, matern, maternSlope } from './kernel.js';
import { ABSENT, type MetricSpace } from './metric-space.js';

/** What is believed of the values at a point, noise left out. */
export interface Belief {
  readonly mean: number;
  readonly variance: number;
}

/** A belief, and how it changes along each coordinate; 0 along those that do not move. */
export interface Slopes extends Belief {
  readonly meanSlopes: Float64Array;
  readonly varianceSlopes: Float64Array;
}

export interface Posterior {
  /** Means at the points that values were given for. */
  readonly means: Float64Array;
  at(point: Float64Array): Belief;
  slopesAt(point: Float64Array): Slopes;
  /**
   * Takes it that a point will come to what is believed of it now ("kriging believer": Ginsbourger
   * et al. 2010): means stay, and variances shrink around it.
   */
  believe(point: Float64Array): void;
}

/** Of a Gaussian process of mean 0, given values at points (Rasmussen & Williams 2006, eq. 2.25-2.26). */
export function posterior(
  metric: MetricSpace,
  { rates, scale, noise }: Hyperparameters,
  points: readonly Float64Array[],
  values: ArrayLike<number>,
): Posterior {
  const { dimensions, smooth } = metric;
  const triangle = createCholesky();
  const known: Float64Array[] = [];

  function squares(point: Float64Array): Float64Array {
    const all = new Float64Array(known.length);
    for (let i = 0; i < all.length; i += 1) {
      const other = known[i]!;
      let sum = 0;
      for (let k = 0; k < dimensions; k += 1) {
        sum += rates[k]! * metric.squared(k, point[k]!, other[k]!);
      }
      all[i] = sum;
    }
    return all;
  }

  function covariances(squares: Float64Array): Float64Array {
    const all = new Float64Array(squares.length);
    for (let i = 0; i < all.length; i += 1) all[i] = scale * matern(squares[i]!);
    return all;
  }

  function add(point: Float64Array): void {
    triangle.add(covariances(squares(point)), scale + noise);
    known.push(point);
  }

  for (const point of points) add(point);
  const weights = backwardSolved(triangle, forwardSolved(triangle, values));

  function belief(covariance: Float64Array, half: Float64Array): Belief {
    let mean = 0;
    for (let i = 0; i < weights.length; i += 1) mean += weights[i]! * covariance[i]!;
    let variance = scale;
    for (let i = 0; i < half.length; i += 1) variance -= half[i]! * half[i]!;
    return { mean, variance: Math.max(variance, LEAST * scale) };
  }

  return {
    // K w, where (K + noise) w are the values.
    means: weights.map((weight, i) => values[i]! - noise * weight),
    at(point) {
      const covariance = covariances(squares(point));
      return belief(covariance, forwardSolved(triangle, covariance));
    },
    slopesAt(point) {
      const squared = squares(point);
      const covariance = covariances(squared);
      const half = forwardSolved(triangle, covariance);
      const full = backwardSolved(triangle, half);
      const meanSlopes = new Float64Array(dimensions);
      const varianceSlopes = new Float64Array(dimensions);
      for (let i = 0; i < known.length; i += 1) {
        const other = known[i]!;
        const slope = 2 * scale * maternSlope(squared[i]!);
        for (let k = 0; k < dimensions; k += 1) {
          if (!smooth[k] || point[k] === ABSENT) continue;
          // One that the other lacks lies in the middle.
          const from = other[k] === ABSENT ? 0.5 : other[k]!;
          const change = slope * rates[k]! * (point[k]! - from);
          meanSlopes[k]! += (weights[i] ?? 0) * change;
          varianceSlopes[k]! -= 2 * full[i]! * change;
        }
      }
      return { ...belief(covariance, half), meanSlopes, varianceSlopes };
    },
    believe: add,
  };
}

/** Variance that is left at a known point, as a part of all: more than roundings are. */
const LEAST = 1e-12;
