import { drawInt, rngFor } from '../../../core/random.js';
import type { Place } from '../../spaces/coordinates.js';
import { owenScrambled } from './owen-scrambled.js';
import { SOBOL_DIMENSIONS, sobolBits } from './sobol-bits.js';

/**
 * Places that fill the unit cube evenly, by number; each attempt, from 0, is another scrambling, and
 * so another place for the same number. Coordinates beyond those that Sobol's sequence has are drawn
 * by themselves.
 *
 * @param key what they are for.
 */
export function sobolPlaces(
  dimensions: number,
  ...key: readonly (string | number)[]
): (number: number, attempt: number) => Place {
  const scramblings = new Map<number, readonly number[]>();

  function seedsOf(attempt: number): readonly number[] {
    const seeds =
      scramblings.get(attempt) ??
      Array.from({ length: dimensions }, (_, i) => drawInt(rngFor(...key, attempt, i), WORD));
    scramblings.set(attempt, seeds);
    return seeds;
  }

  return (number, attempt) =>
    seedsOf(attempt).map((seed, dimension) => {
      if (dimension >= SOBOL_DIMENSIONS) return rngFor(...key, attempt, dimension, number)();
      return owenScrambled(sobolBits(number, dimension), seed) / WORD;
    });
}

const WORD = 2 ** 32;
