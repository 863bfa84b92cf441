import { ABSENT, type Factor, type Table } from './factors.js';

/** A regression tree over the cells of factors (Breiman et al. 1984). */
export type Tree =
  | { readonly value: number }
  | {
      /** Index of the factor that it splits. */
      readonly factor: number;
      /** By cell, whether it goes to the left. */
      readonly toLeft: readonly boolean[];
      readonly left: Tree;
      readonly right: Tree;
    };

/**
 * Splits as long as that lowers the squared error, down to `fewest` points a leaf. `points`: indices
 * into the table, with repeats where a point counts more than once.
 *
 * A factor is split only among points that all have it: where it would help among those that do, what
 * decides about it is split first. So a conditional parameter explains what it does where it is there,
 * and nothing more.
 */
export function growTree(table: Table, points: readonly number[], fewest: number): Tree {
  const split = points.length < 2 * fewest ? null : bestSplit(table, points, fewest);
  if (!split) return { value: sumOver(points, table.values) / points.length };
  const { factor, toLeft } = split;
  const goesLeft = (point: number) => toLeft[table.rows[point]![factor]!]!;
  return {
    factor,
    toLeft,
    left: growTree(table, points.filter(goesLeft), fewest),
    right: growTree(
      table,
      points.filter((point) => !goesLeft(point)),
      fewest,
    ),
  };
}

/** What the tree says of a point; of a factor that the point lacks, the mean over its cells. */
export function predict(tree: Tree, row: readonly number[], factors: readonly Factor[]): number {
  if ('value' in tree) return tree.value;
  const cell = row[tree.factor]!;
  const { left, right, toLeft } = tree;
  if (cell !== ABSENT) return predict(toLeft[cell] ? left : right, row, factors);
  const share = factors[tree.factor]!.weights.reduce(
    (sum, weight, c) => sum + (toLeft[c] ? weight : 0),
    0,
  );
  return share * predict(left, row, factors) + (1 - share) * predict(right, row, factors);
}

interface Split {
  readonly factor: number;
  readonly toLeft: readonly boolean[];
}

/** Null: no split lowers the squared error. */
function bestSplit(table: Table, points: readonly number[], fewest: number): Split | null {
  const { factors, values } = table;
  const total = sumOver(points, values);
  // Of two splits the better has more of sum^2 / count on all sides: what is left is the error.
  let most = (total * total) / points.length + ROUNDING * squaresOver(points, values);
  let best: Split | null = null;
  for (const [factor, { ordered, weights }] of factors.entries()) {
    const { counts, sums, absent } = tallyOf(table, points, factor);
    if (absent.count > 0 && absent.count < fewest) continue;
    const apart = absent.count > 0 ? (absent.sum * absent.sum) / absent.count : 0;
    const all = { count: points.length - absent.count, sum: total - absent.sum };
    const cells = Array.from(weights.keys()).filter((cell) => counts[cell]! > 0);
    // Of all ways to part a choice's values, the best parts them in the order of their means.
    if (!ordered) cells.sort((a, b) => sums[a]! / counts[a]! - sums[b]! / counts[b]!);
    let count = 0;
    let sum = 0;
    for (const [place, cell] of cells.slice(0, -1).entries()) {
      count += counts[cell]!;
      sum += sums[cell]!;
      const others = all.count - count;
      if (count < fewest || others < fewest) continue;
      const gain = (sum * sum) / count + (all.sum - sum) ** 2 / others + apart;
      if (gain <= most) continue;
      const split =
        absent.count === 0
          ? { factor, toLeft: sides(weights.length, cells, place, ordered) }
          : whatDecides(table, points, factor);
      if (!split) continue;
      most = gain;
      best = split;
    }
  }
  return best;
}

/** By cell how many points there are, and the sum of their values; beside, of those that have none. */
function tallyOf({ factors, rows, values }: Table, points: readonly number[], factor: number) {
  const size = factors[factor]!.weights.length;
  const counts = new Float64Array(size);
  const sums = new Float64Array(size);
  const absent = { count: 0, sum: 0 };
  for (const point of points) {
    const cell = rows[point]![factor]!;
    if (cell === ABSENT) {
      absent.count += 1;
      absent.sum += values[point]!;
    } else {
      counts[cell]! += 1;
      sums[cell]! += values[point]!;
    }
  }
  return { counts, sums, absent };
}

/** The split that parts points which have a factor from those that do not; null: none does. */
function whatDecides(
  { factors, rows }: Table,
  points: readonly number[],
  on: number,
): Split | null {
  for (const [factor, { weights }] of factors.entries()) {
    if (factor === on) continue;
    const having = new Set<number>();
    const lacking = new Set<number>();
    for (const point of points) {
      const row = rows[point]!;
      (row[on] === ABSENT ? lacking : having).add(row[factor]!);
    }
    if (having.has(ABSENT) || lacking.has(ABSENT)) continue;
    if ([...having].some((cell) => lacking.has(cell))) continue;
    return { factor, toLeft: weights.map((_, cell) => having.has(cell)) };
  }
  return null;
}

/** Cells without points go with their neighbors below; of a choice, to the side that has more. */
function sides(
  size: number,
  cells: readonly number[],
  place: number,
  ordered: boolean,
): readonly boolean[] {
  if (ordered) {
    const last = (cells[place]! + cells[place + 1]!) / 2;
    return Array.from({ length: size }, (_, cell) => cell <= last);
  }
  const left = new Set(cells.slice(0, place + 1));
  const known = new Set(cells);
  const leftHasMore = left.size * 2 > cells.length;
  return Array.from({ length: size }, (_, cell) =>
    known.has(cell) ? left.has(cell) : leftHasMore,
  );
}

/** A gain below this share is a rounding. */
const ROUNDING = 1e-12;

function sumOver(points: readonly number[], values: readonly number[]): number {
  return points.reduce((sum, point) => sum + values[point]!, 0);
}

function squaresOver(points: readonly number[], values: readonly number[]): number {
  return points.reduce((sum, point) => sum + values[point]! ** 2, 0);
}
