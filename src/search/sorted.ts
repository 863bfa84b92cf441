/** Numbers in rising order, none of them NaN. */
export interface Sorted {
  readonly size: number;
  /** The number at a place from 0. */
  at(place: number): number;
  /** How many are smaller than `value`: the first place that it has, or would have. */
  countBelow(value: number): number;
}

/** Finding takes a binary search; adding and removing move what comes after, in one copy. */
export function createSorted(): Sorted & {
  add(value: number): void;
  /** Takes out one of those equal to `value`; there must be one. */
  remove(value: number): void;
} {
  const numbers: number[] = [];

  function countBelow(value: number): number {
    let low = 0;
    let high = numbers.length;
    while (low < high) {
      const middle = (low + high) >>> 1;
      if (numbers[middle]! < value) low = middle + 1;
      else high = middle;
    }
    return low;
  }

  return {
    get size() {
      return numbers.length;
    },
    at: (place) => numbers[place]!,
    countBelow,
    add: (value) => void numbers.splice(countBelow(value), 0, value),
    remove: (value) => void numbers.splice(countBelow(value), 1),
  };
}
