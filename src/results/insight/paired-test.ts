import { mcnemarMidP } from '../../search/statistics/mcnemar.js';
import { pairedDifference } from '../../search/statistics/paired-difference.js';

/** Two trials over the same validation images. */
export interface PairedTest {
  readonly images: number;
  readonly bothRight: number;
  readonly onlyOne: number;
  readonly onlyOther: number;
  readonly bothWrong: number;
  /** How much higher the accuracy of the one is, and half of its 95 % interval. */
  readonly difference: number;
  readonly margin: number;
  /** McNemar's, mid-p: how likely so unequal counts are if both are right equally often. */
  readonly p: number;
}

/** Null: one of them is not known, or they are of another number of images. */
export function pairedTest(
  one: Uint8Array | undefined,
  other: Uint8Array | undefined,
  images: number,
): PairedTest | null {
  const bytes = Math.ceil(images / 8);
  if (one?.length !== bytes || other?.length !== bytes) return null;
  const count = { both: 0, one: 0, other: 0 };
  for (const [index, byte] of one.entries()) {
    const theirs = other[index]!;
    count.both += ones(byte & theirs);
    count.one += ones(byte & ~theirs);
    count.other += ones(~byte & theirs);
  }
  return {
    images,
    bothRight: count.both,
    onlyOne: count.one,
    onlyOther: count.other,
    bothWrong: images - count.both - count.one - count.other,
    ...pairedDifference(count.one, count.other, images),
    p: mcnemarMidP(count.one, count.other),
  };
}

function ones(byte: number): number {
  let left = byte & 0xff;
  let count = 0;
  for (; left > 0; left >>= 1) count += left & 1;
  return count;
}
