import { type Hash, hashDistance } from './perceptual-hash.js';

/** Hashes to be searched by their distance, without comparing with each. */
export interface HashIndex {
  /**
   * Places of hashes within `RADIUS` bits, the nearest first, of equally near ones the earlier; at
   * most `most`, which of a crowd of equal hashes are the first.
   */
  near(hash: Hash, most: number): readonly number[];
}

/** Bits that may differ. */
export const RADIUS = 10;

/**
 * Multi-index hashing (Norouzi, Punjani & Fleet, Fast Search in Hamming Space with Multi-Index
 * Hashing, CVPR 2012): of four quarters of two hashes that differ in at most 10 bits, one of the first
 * three differs in at most 2, or the last in at most 1. Each quarter has a table, and is looked up with
 * each of its neighbors.
 */
export function createHashIndex(hashes: readonly Hash[]): HashIndex {
  const tables = QUARTERS.map((quarter) =>
    createTable(hashes.map((hash) => quarterOf(hash, quarter))),
  );
  /** The search that last met each hash. */
  const met = new Uint32Array(hashes.length);
  let searches = 0;

  return {
    near(hash, most) {
      searches += 1;
      const byDistance: number[][] = Array.from({ length: RADIUS + 1 }, () => []);
      QUARTERS.forEach((quarter, q) => {
        const { starts, places } = tables[q]!;
        const own = quarterOf(hash, quarter);
        for (const flipped of quarter === 3 ? WITHIN_ONE : WITHIN_TWO) {
          const key = own ^ flipped;
          const end = Math.min(starts[key + 1]!, starts[key]! + most);
          for (let i = starts[key]!; i < end; i += 1) {
            const place = places[i]!;
            if (met[place] === searches) continue;
            met[place] = searches;
            byDistance[hashDistance(hash, hashes[place]!)]?.push(place);
          }
        }
      });
      return byDistance.flatMap((found) => found.sort((a, b) => a - b)).slice(0, most);
    },
  };
}

const QUARTERS = [0, 1, 2, 3] as const;
const BITS = 16;

function quarterOf([first, last]: Hash, quarter: (typeof QUARTERS)[number]): number {
  const half = quarter < 2 ? first : last;
  return quarter % 2 === 0 ? half & 0xffff : half >>> BITS;
}

/** Places by key: those of key k lie from `starts[k]` to `starts[k + 1]`. */
interface Table {
  readonly starts: Uint32Array;
  readonly places: Uint32Array;
}

function createTable(keys: readonly number[]): Table {
  const starts = new Uint32Array(2 ** BITS + 1);
  for (const key of keys) starts[key + 1]! += 1;
  for (let key = 0; key < 2 ** BITS; key += 1) starts[key + 1]! += starts[key]!;
  const next = starts.slice();
  const places = new Uint32Array(keys.length);
  keys.forEach((key, place) => {
    places[next[key]!] = place;
    next[key]! += 1;
  });
  return { starts, places };
}

const ONES = Array.from({ length: BITS }, (_, bit) => 1 << bit);
const WITHIN_ONE = [0, ...ONES];
const WITHIN_TWO = [
  ...WITHIN_ONE,
  ...ONES.flatMap((one, bit) => ONES.slice(bit + 1).map((other) => one | other)),
];
