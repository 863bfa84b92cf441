/**
 * What each of n trials weighs, the oldest first, as in Hyperopt and Optuna: the last 25 alike, older
 * ones less, down to 1 / n.
 */
export function recencyWeights(n: number): readonly number[] {
  const old = n - FULL;
  return Array.from({ length: n }, (_, i) => {
    if (i >= old) return 1;
    return old === 1 ? 1 / n : 1 / n + ((1 - 1 / n) * i) / (old - 1);
  });
}

const FULL = 25;
