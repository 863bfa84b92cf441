/** How far a point lies behind a front. */
export interface Shortfall {
  /**
   * What the nearest point of the front that dominates it is better by, in the objective where that is
   * most and in parts of its range (Chebyshev's distance); 0: none dominates it.
   */
  readonly by: number;
  /** Place of that point on the front; null: there is none. */
  readonly behind: number | null;
  /** How many points of the front dominate it. */
  readonly dominatedBy: number;
}

/**
 * @param losses one for each objective; lower is better.
 * @param front losses of its points.
 * @param ranges of each objective; one that is 0 does not tell points apart.
 */
export function shortfall(
  losses: readonly number[],
  front: readonly (readonly number[])[],
  ranges: readonly number[],
): Shortfall {
  let nearest: Pick<Shortfall, 'by' | 'behind'> = { by: 0, behind: null };
  let dominatedBy = 0;
  for (const [place, other] of front.entries()) {
    const gaps = losses.map((loss, i) => loss - other[i]!);
    if (gaps.some((gap) => gap < 0) || gaps.every((gap) => gap === 0)) continue;
    dominatedBy += 1;
    const by = Math.max(...gaps.map((gap, i) => (gap === 0 ? 0 : gap / ranges[i]!)));
    if (nearest.behind === null || by < nearest.by) nearest = { by, behind: place };
  }
  return { ...nearest, dominatedBy };
}
