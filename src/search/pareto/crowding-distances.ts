/**
 * How alone each point of one front is: the sum over objectives of the gap between its neighbors, in
 * parts of the front's range; Infinity at either end of an objective (Deb et al., IEEE TEC 6(2), 2002,
 * section III.B). An objective that is equal for all adds nothing, and one without a finite range
 * nothing but the ends.
 *
 * @param losses of each point, one for each objective.
 */
export function crowdingDistances(losses: readonly (readonly number[])[]): readonly number[] {
  const distances = losses.map(() => 0);
  for (const objective of losses[0]?.keys() ?? []) {
    const order = losses
      .map((_, i) => i)
      .sort((a, b) => ascending(losses[a]![objective]!, losses[b]![objective]!) || a - b);
    const value = (place: number) => losses[order[place]!]![objective]!;
    const last = order.length - 1;
    const range = value(last) - value(0);
    if (range === 0) continue;
    distances[order[0]!] = Number.POSITIVE_INFINITY;
    distances[order[last]!] = Number.POSITIVE_INFINITY;
    if (!Number.isFinite(range)) continue;
    for (let place = 1; place < last; place += 1) {
      distances[order[place]!]! += (value(place + 1) - value(place - 1)) / range;
    }
  }
  return distances;
}

/** Infinities too, whose difference is no number. */
function ascending(a: number, b: number): number {
  return a === b ? 0 : a < b ? -1 : 1;
}
