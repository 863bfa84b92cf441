import { sum } from '../lists/sum.js';
import { permutation, rngFor } from '../random.js';

/** Images of each class, in label order. */
export interface SplitCounts {
  readonly train: readonly number[];
  readonly val: readonly number[];
}

/**
 * How many images of each class a draw takes: each its share of the source, rounded up or down.
 * Where rounding would leave a class without images to train on, or one of two or more images
 * without any to validate on, it takes one from the class that can spare it most, as far as
 * `counts` reach. `sizes`: images of each class; together at least `counts.train + counts.val`.
 *
 * Pure in its arguments. Validation comes first, so `val` doesn't depend on how many train.
 */
export function splitCounts(
  sizes: readonly number[],
  counts: { readonly train: number; readonly val: number },
  seed: number,
): SplitCounts {
  const order = (split: string) => permutation(rngFor('split', seed, split), sizes.length);
  const valOrder = order('val');
  const val = mend(shares(sizes, counts.val, valOrder), {
    least: sizes.map((size) => (size >= 2 ? 1 : 0)),
    most: spared(sizes, counts.val),
    order: valOrder,
  });
  const left = sizes.map((size, c) => size - val[c]!);
  const trainOrder = order('train');
  const train = mend(shares(left, counts.train, trainOrder), {
    least: left.map((size) => Math.min(1, size)),
    most: left,
    order: trainOrder,
  });
  return { train, val };
}

/** All but one of each class, if that is enough: the one trains. */
function spared(sizes: readonly number[], total: number): readonly number[] {
  const most = sizes.map((size) => Math.max(0, size - 1));
  return sum(most) >= total ? most : sizes;
}

/**
 * `total` divided in proportion to `sizes` by largest remainders; a class that would get nothing
 * comes before larger remainders, and `order` settles ties.
 */
function shares(sizes: readonly number[], total: number, order: Uint32Array): number[] {
  const all = sum(sizes);
  // Whole numbers throughout: remainders must be exact for ties to be ties.
  const floors = sizes.map((size) => (all === 0 ? 0 : Math.floor((size * total) / all)));
  const remainders = sizes.map((size, c) => size * total - floors[c]! * all);
  const left = total - sum(floors);
  const ranked = Array.from(order)
    .filter((c) => remainders[c]! > 0)
    .sort(
      (a, b) => Number(floors[a]! > 0) - Number(floors[b]! > 0) || remainders[b]! - remainders[a]!,
    );
  const next = new Set(ranked.slice(0, left));
  return floors.map((floor, c) => floor + (next.has(c) ? 1 : 0));
}

interface Bounds {
  readonly least: readonly number[];
  readonly most: readonly number[];
  /** Settles ties. */
  readonly order: Uint32Array;
}

/** The same total, within the bounds of each class as far as it goes; untouched where all are. */
function mend(counts: readonly number[], { least, most, order }: Bounds): readonly number[] {
  const mended = [...counts];
  const spare = (c: number) => mended[c]! - least[c]!;
  const room = (c: number) => most[c]! - mended[c]!;
  const largest = (of: (c: number) => number) =>
    order.reduce((best, c) => (of(c) > of(best) ? c : best), order[0] ?? 0);
  const move = (from: number, to: number) => {
    mended[from]! -= 1;
    mended[to]! += 1;
  };
  for (const c of order) {
    while (room(c) < 0) move(c, largest(room));
  }
  for (const c of order) {
    while (spare(c) < 0 && room(c) > 0) {
      const giver = largest(spare);
      if (spare(giver) <= 0) return mended;
      move(giver, c);
    }
  }
  return mended;
}
