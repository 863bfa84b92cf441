/**
 * Adjusted p-values of several tests, in their order: rejecting those at most alpha keeps the chance
 * of any false rejection at alpha (Holm 1979). `tests`: how many tests count while so many hypotheses
 * are not rejected; by itself as many as there are.
 */
export function holm(
  pValues: readonly number[],
  tests: (left: number) => number = (left) => left,
): readonly number[] {
  const order = pValues.map((_, i) => i).sort((a, b) => pValues[a]! - pValues[b]! || a - b);
  const adjusted = new Array<number>(pValues.length);
  let largest = 0;
  for (const [place, i] of order.entries()) {
    largest = Math.max(largest, Math.min(1, pValues[i]! * tests(pValues.length - place)));
    adjusted[i] = largest;
  }
  return adjusted;
}
