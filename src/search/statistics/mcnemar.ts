import { betaCdf } from '../spaces/quantiles.js';

/**
 * Two-sided p-value of McNemar's test that two classifiers are right equally often, from how many
 * images only the one and only the other had right. Mid-p (Fagerland, Lydersen & Laake 2013, eq. 4):
 * half of the probability of what was seen is left out, which keeps to the level without wasting it.
 */
export function mcnemarMidP(onlyOne: number, onlyOther: number): number {
  const n = onlyOne + onlyOther;
  const less = Math.min(onlyOne, onlyOther);
  if (onlyOne === onlyOther) return 1;
  return atMost(less, n) + atMost(less - 1, n);
}

/** The exact test's: never above its level, and mostly well below. */
export function mcnemarExact(onlyOne: number, onlyOther: number): number {
  return Math.min(1, 2 * atMost(Math.min(onlyOne, onlyOther), onlyOne + onlyOther));
}

/** Probability of at most `k` heads in `n` throws of a fair coin. */
function atMost(k: number, n: number): number {
  if (k < 0) return 0;
  return k >= n ? 1 : betaCdf(0.5, n - k, k + 1);
}
