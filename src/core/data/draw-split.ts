import { DataError } from '../errors.js';
import { permutation, rngFor } from '../random.js';
import { splitCounts } from './split-counts.js';

export interface DrawnSplit {
  /** Places in the training split, ascending. */
  readonly train: Uint32Array;
  readonly val: Uint32Array;
}

/**
 * Draws the images to train on and those to validate on, disjoint and each stratified
 * (`splitCounts` says how).
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
): DrawnSplit {
  if (counts.train + counts.val > labels.length) {
    throw new DataError(
      `${counts.train} images to train on and ${counts.val} to validate on were asked for, but the training split has ${labels.length}.`,
    );
  }
  const byClass = shuffledClasses(labels, classes, seed);
  const { train, val } = splitCounts(
    byClass.map((places) => places.length),
    counts,
    seed,
  );
  return {
    val: ascending(byClass.flatMap((places, c) => places.slice(0, val[c]!))),
    train: ascending(byClass.flatMap((places, c) => places.slice(val[c]!, val[c]! + train[c]!))),
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

function ascending(places: readonly number[]): Uint32Array {
  return Uint32Array.from(places).sort();
}
