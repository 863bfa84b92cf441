import { normalQuantile } from '../spaces/quantiles.js';

/**
 * How much more often one of two classifiers is right than the other, over the same `n` images, and
 * half the width of its interval: Wald's after one image is added to each side (Bonett & Price 2012).
 */
export function pairedDifference(
  onlyOne: number,
  onlyOther: number,
  n: number,
  confidence = 0.95,
): { readonly difference: number; readonly margin: number } {
  const [one, other] = [(onlyOne + 1) / (n + 2), (onlyOther + 1) / (n + 2)];
  const variance = (one + other - (one - other) ** 2) / (n + 2);
  const z = normalQuantile(1 - (1 - confidence) / 2);
  return { difference: (onlyOne - onlyOther) / n, margin: z * Math.sqrt(variance) };
}
