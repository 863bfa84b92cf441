/** Numbers in rising order, none of them NaN. */
export interface Sorted {
  readonly size: number;
  /** The number at a place from 0. */
  at(place: number): number;
  /** How many are smaller than `value`: the first place that it has, or would have. */
  countBelow(value: number): number;
}

/** Kept in blocks, so that adding and removing move a few hundred numbers, however many there are. */
export function createSorted(): Sorted & {
  add(value: number): void;
  /** Takes out one of those equal to `value`; there must be one. */
  remove(value: number): void;
} {
  /** None empty but the only one. */
  const blocks: number[][] = [[]];
  let size = 0;

  /** The first block that ends with `value` or a larger number; the last block if none does. */
  function blockOf(value: number): number {
    const found = blocks.findIndex((block) => block.at(-1)! >= value);
    return found < 0 ? blocks.length - 1 : found;
  }

  return {
    get size() {
      return size;
    },
    at(place) {
      let rest = place;
      let index = 0;
      while (rest >= blocks[index]!.length) rest -= blocks[index++]!.length;
      return blocks[index]![rest]!;
    },
    countBelow(value) {
      const index = blockOf(value);
      const before = blocks.slice(0, index).reduce((sum, block) => sum + block.length, 0);
      return before + placeIn(blocks[index]!, value);
    },
    add(value) {
      const index = blockOf(value);
      const block = blocks[index]!;
      block.splice(placeIn(block, value), 0, value);
      size += 1;
      if (block.length > MOST) blocks.splice(index + 1, 0, block.splice(MOST / 2));
    },
    remove(value) {
      const index = blockOf(value);
      const block = blocks[index]!;
      block.splice(placeIn(block, value), 1);
      size -= 1;
      if (block.length === 0 && blocks.length > 1) blocks.splice(index, 1);
    },
  };
}

/** Numbers in a block, at most. */
const MOST = 256;

/** How many numbers of a block are smaller than `value`. */
function placeIn(block: readonly number[], value: number): number {
  let low = 0;
  let high = block.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (block[middle]! < value) low = middle + 1;
    else high = middle;
  }
  return low;
}
