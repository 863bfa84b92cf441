import { z } from 'zod';
import { byDraws, finiteNotes } from '../by-draws.js';
import { sobolPlaces } from '../models/sobol/sobol-places.js';
import { defineSampler } from '../sampler.js';
import { drawnAxes } from '../spaces/finite-points.js';

/**
 * Points that fill the space evenly, whenever one stops: Sobol's sequence (Joe & Kuo 2008), scrambled
 * (Owen 1995) by the seed. The first 2, 4, 8, ... points lie in as many different parts of each
 * parameter's range, and well apart in each two, which random draws leave to chance; never looks at
 * the study.
 *
 * A draw that no trial can use, or that is taken, is drawn again from another scrambling.
 */
export const sobol = defineSampler({
  type: 'sobol',
  summary: 'even cover of the space by a scrambled Sobol sequence',
  options: z.strictObject({}),
  looks: false,
  size: (space) => drawnAxes(space).size,
  check: (space, runCap, _order, allowed) => finiteNotes('sobol', space, runCap, allowed),
  create(setup) {
    const { coordinates, seed } = setup;
    const placeAt = sobolPlaces(coordinates.all.length, 'sobol', seed);
    return byDraws('sobol', setup, (number, attempt) =>
      coordinates.paramsAt(placeAt(number, attempt)),
    );
  },
});
