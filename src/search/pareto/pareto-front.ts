/**
 * Places of the points that none dominates, in rising order: those of the first of
 * `nonDominatedFronts`, without looking at every pair. Equal points are on it together.
 *
 * @param losses of each point, one for each objective; lower is better.
 */
export function paretoFront(losses: readonly (readonly number[])[]): readonly number[] {
  const order = losses.map((_, place) => place).sort((a, b) => inOrder(losses[a]!, losses[b]!));
  const front: number[] = [];
  for (const place of order) {
    // Whatever dominates a point comes before it, and so does a point of the front that dominates it.
    if (!front.some((other) => beats(losses[other]!, losses[place]!))) front.push(place);
  }
  return front.sort((a, b) => a - b);
}

/** Of points of which b does not dominate a. */
function beats(a: readonly number[], b: readonly number[]): boolean {
  return a.every((loss, i) => loss <= b[i]!) && a.some((loss, i) => loss < b[i]!);
}

/** By the first loss, then by the next. */
function inOrder(a: readonly number[], b: readonly number[]): number {
  const differs = a.findIndex((loss, i) => loss !== b[i]);
  return differs < 0 ? 0 : a[differs]! < b[differs]! ? -1 : 1;
}
