import { DIRECTION_NUMBERS } from './direction-numbers.js';

/** Dimensions that Sobol's sequence has here. */
export const SOBOL_DIMENSIONS = DIRECTION_NUMBERS.length + 1;

/**
 * One coordinate of a point of Sobol's sequence, as 32 bits after the point: in Gray code's order
 * (Antonov & Saleev 1979), so that the points are SciPy's in SciPy's order.
 *
 * @param index from 0 to 2^32 - 1.
 * @param dimension from 0, below `SOBOL_DIMENSIONS`.
 */
export function sobolBits(index: number, dimension: number): number {
  const directions = directionsOf(dimension);
  let bits = 0;
  for (let gray = (index ^ (index >>> 1)) >>> 0, k = 0; gray !== 0; gray >>>= 1, k += 1) {
    if (gray & 1) bits ^= directions[k]!;
  }
  return bits >>> 0;
}

const made: Uint32Array[] = [];

/** Direction number k, from 0, with its bits after the point. */
function directionsOf(dimension: number): Uint32Array {
  made[dimension] ??= dimension === 0 ? halves() : recurrence(DIRECTION_NUMBERS[dimension - 1]!);
  return made[dimension];
}

function halves(): Uint32Array {
  return Uint32Array.from({ length: BITS }, (_, k) => 1 << (BITS - 1 - k));
}

/** The linear recurrence that a polynomial makes of the first numbers (Joe & Kuo 2008, eq. 2). */
function recurrence([polynomial, ...first]: readonly number[]): Uint32Array {
  const degree = first.length;
  const directions = Uint32Array.from({ length: BITS }, (_, k) => {
    return k < degree ? first[k]! << (BITS - 1 - k) : 0;
  });
  for (let k = degree; k < BITS; k += 1) {
    let bits = directions[k - degree]! ^ (directions[k - degree]! >>> degree);
    for (let j = 1; j < degree; j += 1) {
      if ((polynomial! >>> (degree - j)) & 1) bits ^= directions[k - j]!;
    }
    directions[k] = bits;
  }
  return directions;
}

const BITS = 32;
