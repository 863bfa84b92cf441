import { z } from 'zod';
import { drawInt, rngFor } from '../../core/random.js';
import type { Params } from '../../core/space.js';
import { finiteNotes } from '../by-draws.js';
import { mutationOf } from '../models/evolution/mutation.js';
import { historyReader } from '../models/proposals/history.js';
import { byCandidates } from '../models/proposals/new-points.js';
import { singleLosses } from '../models/proposals/single-losses.js';
import { defineSampler } from '../sampler.js';
import type { Place } from '../spaces/coordinates.js';
import { drawnAxes } from '../spaces/finite-points.js';

/**
 * Regularized evolution (Real et al., AAAI 2019, algorithm 1): of a few drawn from the latest trials,
 * the best one, with one parameter changed. Only the latest count, however good earlier ones were, so
 * that a lucky run does not rule for long. Asynchronous by nature: whatever has ended is the
 * population.
 */
export const evolution = defineSampler({
  type: 'evolution',
  summary: 'changes of the best among the latest trials',
  options: z.strictObject({
    population: z.int().gte(2).default(20).describe('How many of the latest trials breed'),
    tournament: z.int().gte(1).default(5).describe('Drawn from them, the best of which is changed'),
    width: z
      .number()
      .gt(0)
      .lte(1)
      .default(0.15)
      .describe('How far a number is moved, as a part of its range (standard deviation)'),
  }),
  looks: true,
  size: (space) => drawnAxes(space).size,
  check: (space, runCap, _order, allowed) => finiteNotes('evolution', space, runCap, allowed),
  create(setup) {
    const { coordinates, seed, options } = setup;
    const read = historyReader(coordinates);
    const mutations = coordinates.all.map((each) => mutationOf(each, options.width));

    /** The child of a place: one of the numbers it has is changed, and those it lacks are drawn. */
    function child(parent: Place, rng: () => number): Params {
      const there = parent.flatMap((u, i) => (u === null ? [] : [i]));
      const changed = there[drawInt(rng, there.length)];
      return coordinates.paramsAt(
        parent.map((u, i) => (u === null ? rng() : i === changed ? mutations[i]!(u, rng) : u)),
      );
    }

    return byCandidates('evolution', setup, ({ study }) => {
      const { known } = read(study);
      const losses = singleLosses(known);
      const start = Math.max(0, known.length - options.population);
      const age = known.length - start;
      return {
        *candidates(number) {
          if (age < options.population || coordinates.all.length === 0) return;
          const rng = rngFor('evolution', seed, number);
          for (;;) {
            const drawn = Array.from(
              { length: options.tournament },
              () => drawInt(rng, age) + start,
            );
            const best = drawn.reduce((a, b) => (losses[b]! < losses[a]! ? b : a));
            yield child(known[best]!.place, rng);
          }
        },
      };
    });
  },
});
