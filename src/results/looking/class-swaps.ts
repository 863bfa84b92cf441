/** Two classes of which most images are taken for the other. */
export interface Swap {
  readonly classes: readonly [number, number];
  /** Images taken for the other class, of so many. */
  readonly swapped: number;
  readonly images: number;
}

/** Fewer images of a class are no sign of a system. */
const LEAST = 5;

/**
 * Pairs of classes whose names seem to be exchanged, as where two folders of validation images are.
 * `confusion`: row: true class; column: predicted class.
 */
export function classSwaps(confusion: readonly (readonly number[])[]): readonly Swap[] {
  const sizes = confusion.map((row) => row.reduce((sum, images) => sum + images, 0));
  return confusion.flatMap((row, a) =>
    row.flatMap((_, b): readonly Swap[] => {
      if (b <= a || sizes[a]! < LEAST || sizes[b]! < LEAST) return [];
      const [ab, ba] = [confusion[a]![b]!, confusion[b]![a]!];
      if (2 * ab <= sizes[a]! || 2 * ba <= sizes[b]!) return [];
      return [{ classes: [a, b], swapped: ab + ba, images: sizes[a]! + sizes[b]! }];
    }),
  );
}
