import { DataError } from '../../core/errors.js';
import { permutation, rngFor } from '../../core/random.js';

export interface Split {
  /** Places in the training split, ascending. */
  readonly train: Uint32Array;
  readonly val: Uint32Array;
}

/**
 * Draws the images to train on and those to validate on, disjoint and each stratified: a class has
 * its share of the source, rounded up or down, and at least one image where the rounding allows it.
 *
 * Pure in its arguments. Validation is drawn first, so `val` doesn't depend on how many train.
 *
 * @throws {DataError} more images asked for than there are.
 */
export function drawSplit(
  labels: ArrayLike<number>,
  classes: number,
  counts: { readonly train: number; readonly val: number },
  seed: number,
): Split {
  if (counts.train + counts.val > labels.length) {
    throw new DataError(
      `${counts.train} images to train on and ${counts.val} to validate on were asked for, but the training split has ${labels.length}.`,
    );
  }
  const byClass = shuffledClasses(labels, classes, seed);
  const forVal = shares(
    byClass.map((places) => places.length),
    counts.val,
    permutation(rngFor('split', seed, 'val'), classes),
  );
  const forTrain = shares(
    byClass.map((places, c) => places.length - forVal[c]!),
    counts.train,
    permutation(rngFor('split', seed, 'train'), classes),
  );
  return {
    val: ascending(byClass.flatMap((places, c) => places.slice(0, forVal[c]!))),
    train: ascending(
      byClass.flatMap((places, c) => places.slice(forVal[c]!, forVal[c]! + forTrain[c]!)),
    ),
  };
}

function shuffledClasses(
  labels: ArrayLike<number>,
  classes: number,
  seed: number,
): readonly (readonly number[])[] {
  const places: number[][] = Array.from({ length: classes }, () => []);
  for (let i = 0; i < labels.length; i += 1) places[labels[i]!]!.push(i);
  return places.map((own, c) =>
    Array.from(permutation(rngFor('split', seed, 'class', c), own.length), (i) => own[i]!),
  );
}

/**
 * `total` divided in proportion to `sizes` by largest remainders; a class that would get nothing
 * comes before larger remainders, and `order` settles ties.
 */
function shares(sizes: readonly number[], total: number, order: Uint32Array): readonly number[] {
  const all = sizes.reduce((sum, size) => sum + size, 0);
  // Whole numbers throughout: remainders must be exact for ties to be ties.
  const floors = sizes.map((size) => (all === 0 ? 0 : Math.floor((size * total) / all)));
  const remainders = sizes.map((size, c) => size * total - floors[c]! * all);
  const left = total - floors.reduce((sum, floor) => sum + floor, 0);
  const next = Array.from(order)
    .filter((c) => remainders[c]! > 0)
    .sort(
      (a, b) => Number(floors[a]! > 0) - Number(floors[b]! > 0) || remainders[b]! - remainders[a]!,
    )
    .slice(0, left);
  return floors.map((floor, c) => floor + (next.includes(c) ? 1 : 0));
}

function ascending(places: readonly number[]): Uint32Array {
  return Uint32Array.from(places).sort();
}
