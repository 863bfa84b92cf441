import { z } from 'zod';
import { rngFor } from '../../core/random.js';
import type { SearchSpace } from '../../core/space.js';
import { finiteNotes } from '../by-draws.js';
import { drawnFrom } from '../models/cmaes/look.js';
import { numericSpace } from '../models/cmaes/numeric-space.js';
import { replayer } from '../models/cmaes/replay.js';
import { historyReader } from '../models/proposals/history.js';
import { byCandidates } from '../models/proposals/new-points.js';
import { singleLosses } from '../models/proposals/single-losses.js';
import type { Note } from '../note.js';
import { defineSampler } from '../sampler.js';
import { coordinatesOf } from '../spaces/coordinates.js';
import { drawnAxes } from '../spaces/finite-points.js';

/**
 * CMA-ES: a normal distribution that moves to where the better half of each generation lies, and learns
 * its shape (Hansen, arXiv:1604.00772), with margin for numbers that come in steps (Hamano et al.,
 * arXiv:2205.13482), started from what an earlier sweep found if there is one (Nomura et al., AAAI
 * 2021). For numbers that depend on each other, and a few hundred trials.
 *
 * Options without an order it cannot move: they are drawn at random beside.
 */
export const cmaes = defineSampler({
  type: 'cmaes',
  summary: 'a normal distribution that follows the better half of each generation',
  options: z.strictObject({
    population: z
      .int()
      .gte(4)
      .optional()
      .describe('Trials of a generation; 4 + 3 ln(parameters) if left out'),
    sigma: z
      .number()
      .gt(0)
      .lte(1)
      .default(0.17)
      .describe('Standard deviation of the first generation, as a part of each range'),
  }),
  looks: true,
  size: (space) => drawnAxes(space).size,
  check: (space, runCap, _order, allowed) => [
    ...finiteNotes('cmaes', space, runCap, allowed),
    ...unordered(space),
  ],
  create(setup) {
    const { coordinates, seed, options } = setup;
    const read = historyReader(coordinates);
    const numbers = numericSpace(coordinates.all);
    const { sizes } = numbers;
    const population = options.population ?? 4 + Math.floor(3 * Math.log(sizes.length));

    const replay = replayer({ numbers, population, seed, sigma: options.sigma });

    return byCandidates('cmaes', setup, ({ study }) => {
      if (sizes.length === 0) return { candidates: () => [] };
      const { known, fromEarlier } = read(study);
      const losses = singleLosses(known);
      const told = known.map(({ place }, i) => ({ place, loss: losses[i]! }));
      const look = replay(told.slice(fromEarlier), told.slice(0, fromEarlier));
      return {
        *candidates(number) {
          const rng = rngFor('cmaes', seed, number);
          for (;;) yield coordinates.paramsAt(numbers.write(drawnFrom(look, sizes, rng), rng));
        },
      };
    });
  },
});

function unordered(space: SearchSpace): readonly Note[] {
  const { all } = coordinatesOf(space);
  const drawn = all.filter(({ ordered }) => !ordered).map(({ name }) => name);
  if (drawn.length === 0) return [];
  const message =
    drawn.length === all.length
      ? 'cmaes moves numbers only, and this space has none: use method: tpe or evolution'
      : `cmaes moves numbers only; ${drawn.join(', ')}: drawn at random. tpe, gp and evolution learn of options too`;
  return [{ path: ['method'], message, warning: true }];
}
