import { drawInt, rngFor } from '../../core/random.js';

/**
 * Where `index` goes in a random order of 0..size-1, without holding that order: a grid of a
 * billion points is shuffled as lazily as one of ten.
 *
 * A Feistel network over pairs (left, right) with left * right just above `size` (format-preserving
 * encryption: Black & Rogaway, CT-RSA 2002); a result past the end is put in again until it falls
 * inside ("cycle walking"), which keeps it a permutation.
 */
export function shuffledIndex(index: number, size: number, seed: number): number {
  const lefts = Math.ceil(Math.sqrt(size));
  const rights = Math.ceil(size / lefts);
  let place = index;
  do {
    let left = place % lefts;
    let right = Math.floor(place / lefts);
    for (let round = 0; round < ROUNDS; round += 1) {
      left = (left + shift(seed, round, 'left', right, lefts)) % lefts;
      right = (right + shift(seed, round, 'right', left, rights)) % rights;
    }
    place = right * lefts + left;
  } while (place >= size);
  return place;
}

const ROUNDS = 4;

function shift(seed: number, round: number, side: string, other: number, n: number): number {
  return drawInt(rngFor('grid order', seed, round, side, other), n);
}
