/** Both ends of an interval. */
export interface Interval {
  readonly low: number;
  readonly high: number;
}

/**
 * Wilson's score interval (1927) of a proportion that `n` tries have shown: `z` is the quantile of
 * the normal that leaves out half of what the interval may miss, or Student's t's where the variance
 * is an estimate. `n` need not be whole: it then stands for a variance p (1 - p) / n.
 */
export function wilson(p: number, n: number, z: number): Interval {
  const weight = (z * z) / n;
  const center = (p + weight / 2) / (1 + weight);
  const half = (z * Math.sqrt((p * (1 - p)) / n + weight / (4 * n))) / (1 + weight);
  return { low: Math.max(0, center - half), high: Math.min(1, center + half) };
}
