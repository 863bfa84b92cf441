import type { LookDocument } from '../../results/documents/looking/look.js';

/** How many images of a class there are. */
export interface ClassCount {
  /** In the classes' order, from 0. */
  readonly place: number;
  readonly name: string;
  readonly train: number;
  readonly val: number;
  /** Null: there is no test split. */
  readonly test: number | null;
}

export function classCounts({ class_names, counts }: LookDocument): readonly ClassCount[] {
  return class_names.map((name, place) => ({
    ...{ place, name, train: counts.train[place] ?? 0, val: counts.val[place] ?? 0 },
    test: counts.test && (counts.test[place] ?? 0),
  }));
}

/** All classes together. */
export function countsTotal({ counts }: LookDocument): Pick<ClassCount, 'train' | 'val' | 'test'> {
  const sum = (numbers: readonly number[]) => numbers.reduce((all, n) => all + n, 0);
  return {
    train: sum(counts.train),
    val: sum(counts.val),
    test: counts.test && sum(counts.test),
  };
}
