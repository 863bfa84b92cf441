import { eigen } from './eigen.js';

/**
 * Where to look first, knowing what an earlier sweep found: the normal distribution nearest to a
 * mixture of narrow ones around its best points (Nomura et al., "Warm Starting CMA-ES", AAAI 2021,
 * section 4).
 *
 * @param points best first, in the unit cube.
 */
export function warmDistribution(points: readonly (readonly number[])[]): {
  readonly mean: readonly number[];
  readonly sigma: number;
  readonly covariance: readonly (readonly number[])[];
} {
  const n = points[0]!.length;
  const best = points.slice(0, Math.max(Math.floor(points.length * BEST), 1));
  const mean = Array.from({ length: n }, (_, i) => {
    return best.reduce((sum, point) => sum + point[i]!, 0) / best.length;
  });
  const whole = mean.map((_, i) =>
    mean.map((_, j) => {
      const together = best.reduce(
        (sum, point) => sum + (point[i]! - mean[i]!) * (point[j]! - mean[j]!),
        0,
      );
      return together / best.length + (i === j ? NARROW ** 2 : 0);
    }),
  );
  const volume = eigen(whole).values.reduce((product, value) => product * value, 1);
  const variance = volume ** (1 / n);
  return {
    mean,
    sigma: Math.sqrt(variance),
    covariance: whole.map((row) => row.map((value) => value / variance)),
  };
}

/** Part of the points that counts, and the deviation around each: the paper's gamma and alpha. */
const BEST = 0.1;
const NARROW = 0.1;
