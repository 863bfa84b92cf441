/**
 * Which of many losses to learn from, as places in rising order: all of them, or `most`: half of those
 * the best, the others the latest. What a Gaussian process costs grows with the cube of their number.
 */
export function trainingSet(losses: readonly number[], most: number): readonly number[] {
  const all = losses.map((_, i) => i);
  if (all.length <= most) return all;
  const byLoss = all.toSorted((a, b) =>
    losses[a]! === losses[b]! ? a - b : losses[a]! < losses[b]! ? -1 : 1,
  );
  const best = byLoss.slice(0, Math.floor(most / 2));
  const kept = new Set(best);
  for (let i = all.length - 1; kept.size < most; i -= 1) kept.add(i);
  return [...kept].sort((a, b) => a - b);
}
