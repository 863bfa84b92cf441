/**
 * Wilcoxon's signed-rank test, one-sided: how likely differences are at least as far above zero, if
 * their signs were chance. Exact for any number of them: each of the 2^n ways to sign their ranks is
 * as likely. Equal ones share their mean rank; zeros count half on either side (SciPy's `zsplit`).
 *
 * Lies between 2^-n and 1. Differences must be finite, and there must be one.
 */
export function signedRankAbove(differences: readonly number[]): number {
  const ranked = doubledRanks(differences.map(Math.abs));
  const signed = differences.flatMap((each, i) => (each === 0 ? [] : ranked[i]!));
  const above = differences.reduce((sum, each, i) => (each > 0 ? sum + ranked[i]! : sum), 0);
  const most = signed.reduce((sum, rank) => sum + rank, 0);
  // Of each sum of ranks above, how likely it is.
  let chances = Float64Array.of(1);
  for (const rank of signed) {
    const next = new Float64Array(chances.length + rank);
    for (const [sum, chance] of chances.entries()) {
      next[sum]! += chance / 2;
      next[sum + rank]! += chance / 2;
    }
    chances = next;
  }
  let likely = 0;
  for (let sum = most; sum >= above; sum -= 1) likely += chances[sum]!;
  return Math.min(1, likely);
}

/** Twice the rank of each, from 1; equal ones have the mean of their places. */
function doubledRanks(values: readonly number[]): readonly number[] {
  return values.map((value) => {
    const below = values.filter((other) => other < value).length;
    const equal = values.filter((other) => other === value).length;
    return 2 * below + equal + 1;
  });
}
