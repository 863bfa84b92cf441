import { dominates, type Rated } from './dominates.js';

/**
 * Places of `points` by front: first those that none dominates, then those that only these dominate,
 * and so on (fast non-dominated sorting: Deb et al., IEEE TEC 6(2), 2002, section III.A). Within a
 * front in rising order; equal points share one.
 */
export function nonDominatedFronts(points: readonly Rated[]): readonly (readonly number[])[] {
  const dominated: number[][] = points.map(() => []);
  const dominators = points.map(() => 0);
  for (let i = 0; i < points.length; i += 1) {
    for (let j = i + 1; j < points.length; j += 1) {
      const [better, worse] = dominates(points[i]!, points[j]!)
        ? [i, j]
        : dominates(points[j]!, points[i]!)
          ? [j, i]
          : [-1, -1];
      if (better < 0) continue;
      dominated[better]!.push(worse);
      dominators[worse]! += 1;
    }
  }
  const fronts: number[][] = [];
  let front = points.map((_, i) => i).filter((i) => dominators[i] === 0);
  while (front.length > 0) {
    fronts.push(front);
    const next: number[] = [];
    for (const i of front) {
      for (const j of dominated[i]!) {
        dominators[j]! -= 1;
        if (dominators[j] === 0) next.push(j);
      }
    }
    front = next.sort((a, b) => a - b);
  }
  return fronts;
}
