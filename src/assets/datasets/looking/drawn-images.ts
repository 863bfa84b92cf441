import type { Split } from '../../../core/data/contents.js';
import { drawSplit } from '../../../core/data/draw-split.js';
import type { DataSpec } from '../../../core/sweep.js';
import type { Dataset } from '../dataset.js';

/** Rows of a source that a sweep trains and validates on. */
export interface DrawnImages {
  /** Of the training split, ascending. */
  readonly train: Uint32Array;
  readonly val: Uint32Array;
  /** The split that `val` are rows of. */
  readonly valSplit: Extract<Split, 'train' | 'val'>;
}

/** @throws {DataError} it asks for more images than there are. */
export function drawnImages(
  { labels, classNames }: Pick<Dataset, 'labels' | 'classNames'>,
  data: DataSpec,
  seed: number,
): DrawnImages {
  const isGiven = data.valFrom === 'folder';
  const counts = { train: data.train, val: isGiven ? 0 : data.val };
  const { train, val } = drawSplit(labels('train'), classNames.length, counts, seed);
  return isGiven
    ? { train, val: Uint32Array.from(labels('val'), (_, row) => row), valSplit: 'val' }
    : { train, val, valSplit: 'train' };
}
