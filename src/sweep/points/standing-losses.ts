/**
 * For each objective the loss of the epoch that stands for a trial: its best on the first one.
 * `losses`: by objective, then by epoch. Empty: nothing was reported.
 */
export function standingLosses(losses: readonly (readonly number[])[]): readonly number[] {
  const [ranked = []] = losses;
  if (ranked.length === 0) return [];
  const epoch = ranked.reduce((best, loss, at) => (loss < ranked[best]! ? at : best), 0);
  return losses.map((its) => its[epoch] ?? Number.POSITIVE_INFINITY);
}
