/**
 * The volume that points dominate below `reference`: how good a front is as one number, higher is
 * better. Exact for any number of objectives, by exclusive volumes (WFG: While, Bradstreet & Barone,
 * IEEE TEC 16(1), 2012), with a sweep for two. Points that are not below the reference everywhere add
 * nothing.
 *
 * @param points losses, one for each objective; lower is better.
 * @param reference a loss for each objective, finite.
 */
export function hypervolume(
  points: readonly (readonly number[])[],
  reference: readonly number[],
): number {
  const inside = points.filter((point) => point.every((loss, i) => loss < reference[i]!));
  return volume(front(inside), reference);
}

/** @param points of which none dominates or equals another. */
function volume(points: readonly (readonly number[])[], reference: readonly number[]): number {
  if (points.length === 0) return 0;
  if (reference.length === 2) return area(points, reference);
  // Worst first in the last objective: limits are then smallest, so that most fall away.
  const order = points.toSorted((a, b) => b.at(-1)! - a.at(-1)!);
  let sum = 0;
  for (const [i, point] of order.entries()) {
    const limited = order.slice(i + 1).map((other) => worst(point, other));
    sum += box(point, reference) - volume(front(limited), reference);
  }
  return sum;
}

function area(points: readonly (readonly number[])[], reference: readonly number[]): number {
  const order = points.toSorted((a, b) => a[0]! - b[0]!);
  let top = reference[1]!;
  let sum = 0;
  for (const [x, y] of order) {
    sum += (reference[0]! - x!) * (top - y!);
    top = y!;
  }
  return sum;
}

function box(point: readonly number[], reference: readonly number[]): number {
  return point.reduce((product, loss, i) => product * (reference[i]! - loss), 1);
}

/** The corner of what both dominate. */
function worst(a: readonly number[], b: readonly number[]): readonly number[] {
  return a.map((loss, i) => Math.max(loss, b[i]!));
}

/** Those that no other is as good as everywhere; of equal ones the first. */
function front(points: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return points.filter(
    (point, i) =>
      !points.some(
        (other, j) => j !== i && covers(other, point) && (j < i || !covers(point, other)),
      ),
  );
}

/** Whether a is no worse than b anywhere. */
function covers(a: readonly number[], b: readonly number[]): boolean {
  return a.every((loss, i) => loss <= b[i]!);
}
