/** The parts of a source of images. A sweep trains on the first, and reads the last never. */
export const SPLITS = ['train', 'val', 'test'] as const;

export type Split = (typeof SPLITS)[number];

/** What a source of images holds, by a look that fetches and decodes nothing. */
export interface Contents {
  /** In label order. */
  readonly classNames: readonly string[];
  /** Images of each class, in label order; null: the source has no such split. */
  readonly counts: {
    readonly train: readonly number[];
    readonly val: readonly number[] | null;
    readonly test: readonly number[] | null;
  };
  /** Images that are there and cannot be read; they are in none of the counts. */
  readonly unreadable: readonly UnreadableCount[];
  /** What else a person should know of it. */
  readonly notes: readonly string[];
}

/** Images of one class in one split that cannot be read, for one reason. */
export interface UnreadableCount {
  /** `.heic`, `broken link`, `named pipe`. */
  readonly kind: string;
  readonly split: Split;
  readonly className: string;
  readonly images: number;
}

/** A source whose classes have equally many images, and nothing that a person should know. */
export function evenContents(
  classNames: readonly string[],
  { train, test }: { readonly train: number; readonly test: number },
): Contents {
  const each = (images: number) => classNames.map(() => images / classNames.length);
  const counts = { train: each(train), val: null, test: each(test) };
  return { classNames, counts, unreadable: [], notes: [] };
}

export function imagesIn(counts: readonly number[] | null): number {
  return (counts ?? []).reduce((sum, images) => sum + images, 0);
}
