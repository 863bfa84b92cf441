import { tQuantile } from './student-t.js';

/** A mean, and where it lies with some confidence. */
export interface MeanInterval {
  readonly mean: number;
  /** Half the interval's width. */
  readonly margin: number;
  readonly n: number;
}

/**
 * Student's interval for the mean of at least two values. `comparisons`: how many intervals are to
 * hold together with that confidence (Bonferroni).
 */
export function meanInterval(
  values: readonly number[],
  confidence = 0.95,
  comparisons = 1,
): MeanInterval {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  const t = tQuantile(1 - (1 - confidence) / comparisons / 2, n - 1);
  return { mean, margin: t * Math.sqrt(squares / (n - 1) / n), n };
}
