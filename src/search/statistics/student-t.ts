import { betaCdf, normalCdf, normalQuantile } from '../spaces/quantiles.js';

/** Probability that Student's t with `df` degrees of freedom lies at least as far from 0 as `t`. */
export function tTwoSided(t: number, df: number): number {
  if (df > LARGE) return 2 * normalCdf(-Math.abs(t));
  return betaCdf(df / (df + t * t), df / 2, 0.5);
}

/**
 * The t that Student's t with `df` (above 0, Infinity too) stays below with probability `p` in
 * (0, 1): bisection on the tail.
 */
export function tQuantile(p: number, df: number): number {
  if (p < 0.5) return -tQuantile(1 - p, df);
  if (df > LARGE) return normalQuantile(p);
  const tail = 2 * (1 - p);
  let low = 0;
  let high = 1;
  while (tTwoSided(high, df) > tail) high *= 2;
  for (let i = 0; i < 60; i += 1) {
    const middle = (low + high) / 2;
    if (tTwoSided(middle, df) > tail) low = middle;
    else high = middle;
  }
  return (low + high) / 2;
}

/** From here on t is normal to five digits. */
const LARGE = 1e5;
