/** What is compared: losses, lower is better, and how far off its bounds it is. */
export interface Rated {
  /** One for each objective; +Infinity is worst. */
  readonly losses: readonly number[];
  /** How far it misses what it must keep to, summed; 0 or absent: it keeps to everything. */
  readonly violation?: number;
}

/**
 * Whether a is better than b whatever one prefers: no worse anywhere, and better somewhere.
 *
 * With constrained domination (Deb et al., IEEE TEC 6(2), 2002, definition 1): what keeps to its bounds
 * dominates what does not, and of two that do not the one that misses them by less.
 */
export function dominates(a: Rated, b: Rated): boolean {
  const [missedByA, missedByB] = [a.violation ?? 0, b.violation ?? 0];
  if (missedByA > 0 || missedByB > 0) return missedByA < missedByB;
  let better = false;
  for (const [i, loss] of a.losses.entries()) {
    if (loss > b.losses[i]!) return false;
    if (loss < b.losses[i]!) better = true;
  }
  return better;
}
