import { type Eigen, eigen } from './eigen.js';
import type { Strategy } from './strategy.js';

/** Where CMA-ES looks, after some generations: a normal distribution, and the paths that it took. */
export interface Distribution {
  readonly generation: number;
  readonly mean: readonly number[];
  /** Step size: the deviation is that of the covariance, times this. */
  readonly sigma: number;
  readonly covariance: readonly (readonly number[])[];
  readonly axes: Eigen;
  readonly stepPath: readonly number[];
  readonly path: readonly number[];
}

export function firstDistribution(
  mean: readonly number[],
  sigma: number,
  covariance: readonly (readonly number[])[] = identity(mean.length),
): Distribution {
  const still = mean.map(() => 0);
  const axes = axesOf(covariance);
  return { generation: 0, mean, sigma, covariance, axes, stepPath: still, path: still };
}

/**
 * The distribution after one generation (Hansen, arXiv:1604.00772, equations 39 to 47 and appendix A).
 *
 * @param points a generation's, best first.
 */
export function nextDistribution(
  { generation, mean, sigma, covariance, axes, stepPath, path }: Distribution,
  points: readonly (readonly number[])[],
  strategy: Strategy,
): Distribution {
  const { dimensions: n, weights, parents, effective } = strategy;
  const { stepRate, stepDamping, pathRate, rankOne, rankMany, normalLength } = strategy;
  const steps = points.map((point) => point.map((x, i) => (x - mean[i]!) / sigma));
  const shift = mean.map((_, i) => {
    let sum = 0;
    for (let k = 0; k < parents; k += 1) sum += weights[k]! * steps[k]![i]!;
    return sum;
  });

  const straight = whitened(axes, shift);
  const stepGain = Math.sqrt(stepRate * (2 - stepRate) * effective);
  const nextStepPath = stepPath.map((x, i) => (1 - stepRate) * x + stepGain * straight[i]!);
  const length = Math.hypot(...nextStepPath);
  const nextSigma = sigma * Math.exp((stepRate / stepDamping) * (length / normalLength - 1));

  const settled = Math.sqrt(1 - (1 - stepRate) ** (2 * (generation + 2)));
  const moves = length / settled < (1.4 + 2 / (n + 1)) * normalLength;
  const gain = moves ? Math.sqrt(pathRate * (2 - pathRate) * effective) : 0;
  const nextPath = path.map((x, i) => (1 - pathRate) * x + gain * shift[i]!);

  const scaled = weights.map((weight, k) => {
    if (weight >= 0) return weight;
    const size = whitened(axes, steps[k]!).reduce((sum, x) => sum + x * x, 0);
    return (weight * n) / (size + 1e-8);
  });
  const stalled = moves ? 0 : pathRate * (2 - pathRate);
  const whole = weights.reduce((sum, weight) => sum + weight, 0);
  const kept = 1 + rankOne * stalled - rankOne - rankMany * whole;
  const nextCovariance = covariance.map((row, i) =>
    row.map((value, j) => {
      let many = 0;
      for (const [k, step] of steps.entries()) many += scaled[k]! * step[i]! * step[j]!;
      return kept * value + rankOne * nextPath[i]! * nextPath[j]! + rankMany * many;
    }),
  );
  return {
    generation: generation + 1,
    mean: mean.map((x, i) => x + sigma * shift[i]!),
    sigma: nextSigma,
    covariance: nextCovariance,
    axes: axesOf(nextCovariance),
    stepPath: nextStepPath,
    path: nextPath,
  };
}

/** C^(-1/2) of a vector: its length is how far out it lies. */
export function whitened({ values, vectors }: Eigen, vector: readonly number[]): readonly number[] {
  const along = values.map((value, k) => {
    let sum = 0;
    for (const [i, x] of vector.entries()) sum += vectors[i]![k]! * x;
    return sum / Math.sqrt(value);
  });
  return vectors.map((row) => row.reduce((sum, x, k) => sum + x * along[k]!, 0));
}

/** C^(1/2) in its own axes of a standard normal vector: a draw of N(0, C). */
export function colored({ values, vectors }: Eigen, normal: readonly number[]): readonly number[] {
  return vectors.map((row) =>
    row.reduce((sum, x, k) => sum + x * Math.sqrt(values[k]!) * normal[k]!, 0),
  );
}

/** Roundings can leave a direction with no variance at all, or less. */
function axesOf(covariance: readonly (readonly number[])[]): Eigen {
  const { values, vectors } = eigen(covariance);
  return { values: values.map((value) => Math.max(value, 1e-16)), vectors };
}

function identity(n: number): readonly (readonly number[])[] {
  return Array.from({ length: n }, (_, i) =>
    Array.from({ length: n }, (_, j) => (i === j ? 1 : 0)),
  );
}
