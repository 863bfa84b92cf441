import { z } from 'zod';
import { drawInt, type Rng, rngFor } from '../../core/random.js';
import { finiteNotes } from '../by-draws.js';
import { crossed } from '../models/evolution/crossover.js';
import { mutationOf } from '../models/evolution/mutation.js';
import { polynomial } from '../models/evolution/polynomial.js';
import { beats, type Survivor, survivors } from '../models/evolution/survivors.js';
import { historyReader, type Known } from '../models/proposals/history.js';
import { byCandidates } from '../models/proposals/new-points.js';
import { defineSampler } from '../sampler.js';
import type { Place } from '../spaces/coordinates.js';
import { drawnAxes } from '../spaces/finite-points.js';

/**
 * NSGA-II (Deb et al., IEEE TEC 6(2), 2002), for several metrics: children of points that are better
 * than others whatever one prefers, and of those the ones that are most alone, so that the whole front is
 * found. Bounds of metrics by constrained domination. Whatever has ended breeds at once, so that no
 * generation is waited for (steady state: Durillo et al., EMO 2009). With one metric it is a plain
 * genetic algorithm.
 */
export const nsga2 = defineSampler({
  type: 'nsga2',
  summary: 'children of the points that no other beats in every metric',
  options: z.strictObject({
    population: z.int().gte(4).default(20).describe('How many of the best points breed'),
    crossover: z
      .number()
      .gte(0)
      .lte(1)
      .default(0.9)
      .describe('Part of the children that have two parents'),
  }),
  looks: true,
  several: 'expected',
  size: (space) => drawnAxes(space).size,
  check: (space, runCap, _order, allowed) => finiteNotes('nsga2', space, runCap, allowed),
  create(setup) {
    const { coordinates, seed, options } = setup;
    const { all } = coordinates;
    const read = historyReader(coordinates);
    const mutations = all.map((coordinate) =>
      coordinate.size === null
        ? (u: number, rng: Rng) => polynomial(u, MUTATION_INDEX, rng)
        : mutationOf(coordinate, 1 / MUTATION_INDEX),
    );

    function child(parents: readonly Survivor<Known>[], rng: Rng): Place {
      const chosen = (): Place => {
        const [a, b] = [drawn(parents, rng), drawn(parents, rng)];
        return (beats(b, a) ? b : a).point.place;
      };
      const first = chosen();
      const mixed =
        rng() < options.crossover ? crossed(all, [first, chosen()], CROSSOVER_INDEX, rng) : first;
      return mixed.map((u, i) => {
        if (u === null) return rng();
        return rng() < 1 / all.length ? mutations[i]!(u, rng) : u;
      });
    }

    return byCandidates('nsga2', setup, ({ study }) => {
      const { known } = read(study);
      let parents: readonly Survivor<Known>[] = [];
      for (let first = 0; first < known.length; first += options.population) {
        const generation = known.slice(first, first + options.population);
        parents = survivors(
          [...parents.map(({ point }) => point), ...generation],
          options.population,
        );
      }
      return {
        *candidates(number) {
          if (known.length < options.population || all.length === 0) return;
          const rng = rngFor('nsga2', seed, number);
          for (;;) yield coordinates.paramsAt(child(parents, rng));
        },
      };
    });
  },
});

function drawn<T>(from: readonly T[], rng: Rng): T {
  return from[drawInt(rng, from.length)]!;
}

/** The paper's (section IV.B), both. */
const CROSSOVER_INDEX = 20;
const MUTATION_INDEX = 20;
