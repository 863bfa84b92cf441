import { z } from 'zod';
import { drawInt, rngFor } from '../../core/random.js';
import { byDraws, finiteNotes } from '../by-draws.js';
import { defineSampler } from '../sampler.js';
import { owenScrambled } from '../sobol/owen-scrambled.js';
import { SOBOL_DIMENSIONS, sobolBits } from '../sobol/sobol-bits.js';
import { drawnAxes } from '../spaces/finite-points.js';

/**
 * Points that fill the space evenly, whenever one stops: Sobol's sequence (Joe & Kuo 2008), scrambled
 * (Owen 1995) by the seed. Any two points in the same half, quarter or eighth of a range differ in
 * others, which random draws leave to chance; never looks at the study.
 *
 * A draw that no trial can use, or that is taken, is drawn again from another scrambling at the same
 * place. Coordinates beyond the hundred that the sequence has are drawn by themselves.
 */
export const sobol = defineSampler({
  type: 'sobol',
  summary: 'even cover of the space by a scrambled Sobol sequence',
  options: z.strictObject({}),
  looks: false,
  size: (space) => drawnAxes(space).size,
  check: (space, runCap) => finiteNotes('sobol', space, runCap),
  create(setup) {
    const { coordinates, seed } = setup;
    const scramblings = new Map<number, readonly number[]>();

    function seedsOf(attempt: number): readonly number[] {
      const kept = scramblings.get(attempt);
      const seeds =
        kept ??
        coordinates.all.map((_, dimension) =>
          drawInt(rngFor('sobol', seed, attempt, dimension), WORD),
        );
      scramblings.set(attempt, seeds);
      return seeds;
    }

    return byDraws('sobol', setup, (number, attempt) => {
      const seeds = seedsOf(attempt);
      return coordinates.paramsAt(
        coordinates.all.map((_, dimension) => {
          if (dimension >= SOBOL_DIMENSIONS)
            return rngFor('sobol', seed, attempt, dimension, number)();
          return owenScrambled(sobolBits(number, dimension), seeds[dimension]!) / WORD;
        }),
      );
    });
  },
});

const WORD = 2 ** 32;
