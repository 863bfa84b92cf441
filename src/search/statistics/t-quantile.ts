import { betaQuantile } from '../spaces/quantiles.js';

/** The x below which Student's t with `df` degrees of freedom falls with probability `p` in (0, 1). */
export function tQuantile(p: number, df: number): number {
  if (p < 0.5) return -tQuantile(1 - p, df);
  // t^2 / (df + t^2) is Beta(1/2, df/2); its complement keeps its digits in the tail.
  const rest = betaQuantile(2 * (1 - p), df / 2, 0.5);
  return Math.sqrt((df * (1 - rest)) / rest);
}
