import { crowdingDistances } from '../../pareto/crowding-distances.js';
import type { Rated } from '../../pareto/dominates.js';
import { nonDominatedFronts } from '../../pareto/non-dominated-fronts.js';

/** A point that breeds, and how it stands among the others. */
export interface Survivor<Point> {
  readonly point: Point;
  /** Of its front, from 0. */
  readonly rank: number;
  readonly crowding: number;
}

/**
 * The `most` best, front after front, of the last front those that are most alone (Deb et al., IEEE TEC
 * 6(2), 2002, section III.C).
 */
export function survivors<Point extends Rated>(
  points: readonly Point[],
  most: number,
): readonly Survivor<Point>[] {
  const kept: Survivor<Point>[] = [];
  for (const [rank, front] of nonDominatedFronts(points).entries()) {
    const distances = crowdingDistances(front.map((i) => points[i]!.losses));
    const all = front.map((i, k) => ({ point: points[i]!, rank, crowding: distances[k]! }));
    kept.push(...all.sort(byCrowding).slice(0, most - kept.length));
    if (kept.length === most) break;
  }
  return kept;
}

/** Whether a breeds before b: by rank, then by how alone it is. */
export function beats(a: Survivor<unknown>, b: Survivor<unknown>): boolean {
  return a.rank === b.rank ? a.crowding > b.crowding : a.rank < b.rank;
}

function byCrowding(a: Survivor<unknown>, b: Survivor<unknown>): number {
  return a.crowding === b.crowding ? 0 : b.crowding - a.crowding;
}
