import { z } from 'zod';
import { rngFor } from '../../core/random.js';
import type { Params } from '../../core/space.js';
import { isFinal } from '../../core/trial-state.js';
import { finiteNotes } from '../by-draws.js';
import { fitParzen, type Parzen } from '../models/parzen/estimator.js';
import { goodAndRest } from '../models/parzen/good-and-rest.js';
import { placeOf, type Spot, spotOf, supportOf } from '../models/parzen/supports.js';
import { byCandidates } from '../models/proposals/new-points.js';
import { sharingFirst, type Worth } from '../models/proposals/sharing-first.js';
import { defineSampler } from '../sampler.js';
import { drawnAxes } from '../spaces/finite-points.js';

/**
 * Tree-structured Parzen estimators (Bergstra et al., NeurIPS 2011; of all coordinates together:
 * Falkner, Klein & Hutter, ICML 2018): one density of where the best trials lie, one of where the
 * others do; of some draws from the first, the one where the two differ most. Points that wait or run
 * count among the others, and so do those of the same ask, so that several asked for at once differ
 * ("constant liar").
 */
export const tpe = defineSampler({
  type: 'tpe',
  summary: 'near the best trials so far, where worse ones are rare',
  options: z.strictObject({
    n_startup: z.int().gte(1).default(10).describe('Points before the first that is learned'),
    n_candidates: z
      .int()
      .gte(1)
      .max(10_000)
      .default(24)
      .describe('Draws among which each point is chosen'),
    gamma: z
      .number()
      .gt(0)
      .lt(1)
      .default(0.2)
      .describe('Share of the ended trials that counts as the best, 25 at most'),
    prior_weight: z
      .number()
      .gt(0)
      .default(1)
      .describe("What the parameters' own distributions weigh beside one trial"),
  }),
  looks: true,
  several: 'possible',
  size: (space) => drawnAxes(space).size,
  check: (space, runCap, _order, allowed) => finiteNotes('tpe', space, runCap, allowed),
  create(setup) {
    const { coordinates, seed, options, allows, cost } = setup;
    const { n_startup, n_candidates, gamma, prior_weight } = options;
    const supports = coordinates.all.map(supportOf);
    const spots = new WeakMap<Params, Spot | null>();

    function spotAt(params: Params): Spot | null {
      const known = spots.get(params);
      if (known !== undefined) return known;
      const place = coordinates.placeOf(params);
      const spot = place && spotOf(supports, place);
      spots.set(params, spot);
      return spot;
    }

    function density(points: readonly Params[]): Parzen {
      const there = points.map(spotAt).filter((spot) => spot !== null);
      return fitParzen(supports, there, prior_weight);
    }

    return byCandidates('tpe', setup, ({ study: { trials, earlier }, study }) => {
      const ended = trials.filter(({ standing }) => standing.length > 0).length + earlier.length;
      const { good, rest } = goodAndRest(study, gamma);
      const near = density(good);
      const open = trials.filter(({ state }) => !isFinal(state)).map(({ params }) => params);
      const met = new Set(trials.map(({ params }) => keyOf(params)));
      return {
        candidates(number, picked) {
          if (number + earlier.length < n_startup || ended < n_startup / 2) return [];
          const far = density([...rest, ...picked]);
          const taken = new Set([...met, ...picked.map(keyOf)]);
          const rng = rngFor('tpe', seed, number);
          const found: Worth[] = [];
          for (let drawn = 0; drawn < DRAWS * n_candidates; drawn += 1) {
            const params = coordinates.paramsAt(placeOf(supports, near.draw(rng)));
            const spot = spotAt(params);
            if (!spot || taken.has(keyOf(params)) || !allows(params)) continue;
            taken.add(keyOf(params));
            found.push({ params, worth: near.logDensity(spot) - far.logDensity(spot) });
            if (found.length === n_candidates) break;
          }
          return sharingFirst(found, cost, [...open, ...picked]);
        },
      };
    });
  },
});

function keyOf(params: Params): string {
  return JSON.stringify(params);
}

/** So many draws for each candidate at most: in a finite space most may be there already. */
const DRAWS = 8;
