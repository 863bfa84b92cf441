import type { DataSpec } from '../sweep.js';
import type { Contents } from './contents.js';
import { splitCounts } from './split-counts.js';

/** What a sweep does with the images of one class. */
export interface ClassCounts {
  readonly name: string;
  readonly train: number;
  readonly val: number;
  /** In the test split, which a sweep never reads; null: there is none. */
  readonly test: number | null;
}

/** The classes of a sweep, in label order, and how many images of each it draws. */
export function classCounts(
  { classNames, counts }: Contents,
  data: DataSpec,
  seed: number,
): readonly ClassCounts[] {
  const given = data.valFrom === 'folder' ? counts.val : null;
  const asked = { train: data.train, val: given ? 0 : data.val };
  const drawn = splitCounts(counts.train, asked, seed);
  return classNames.map((name, c) => ({
    name,
    train: drawn.train[c]!,
    val: (given ?? drawn.val)[c]!,
    test: counts.test?.[c] ?? null,
  }));
}
