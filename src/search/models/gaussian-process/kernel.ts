/** What a Gaussian process takes for granted: how alike nearby places are, how far values spread, and their noise. */
export interface Hyperparameters {
  /** By coordinate, 1 / length^2: how fast values change along it; 0: not at all. */
  readonly rates: ArrayLike<number>;
  /** Variance of the values. */
  readonly scale: number;
  /** Variance of the noise on them. */
  readonly noise: number;
}

/**
 * Matern's covariance of smoothness 5/2 at a squared distance, with variance 1 (Rasmussen & Williams,
 * Gaussian Processes for Machine Learning, 2006, eq. 4.17).
 */
export function matern(squared: number): number {
  const x = Math.sqrt(5 * squared);
  return (1 + x + (5 / 3) * squared) * Math.exp(-x);
}

/** Its derivative by the squared distance: finite at 0, as that by the distance is not. */
export function maternSlope(squared: number): number {
  const x = Math.sqrt(5 * squared);
  return (-5 / 6) * (1 + x) * Math.exp(-x);
}
