import type { LookDocument } from '../../results/documents/looking/look.js';

/** How many images of a class there are. */
export interface ClassCount {
  readonly name: string;
  readonly train: number;
  readonly val: number;
  /** Null: there is no test split. */
  readonly test: number | null;
}

export type CountOrder = 'file' | 'fewest';

/** In the classes' order, or the rarest in training first. */
export function classCounts(look: LookDocument, order: CountOrder): readonly ClassCount[] {
  const rows = look.class_names.map((name, i) => ({
    name,
    train: look.counts.train[i] ?? 0,
    val: look.counts.val[i] ?? 0,
    test: look.counts.test ? (look.counts.test[i] ?? 0) : null,
  }));
  return order === 'file' ? rows : rows.toSorted((a, b) => a.train - b.train);
}

/** All classes together. */
export function countsTotal({ counts }: LookDocument): Omit<ClassCount, 'name'> {
  const sum = (numbers: readonly number[]) => numbers.reduce((all, n) => all + n, 0);
  return {
    train: sum(counts.train),
    val: sum(counts.val),
    test: counts.test && sum(counts.test),
  };
}
