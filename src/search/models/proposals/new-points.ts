import { drawInt, rngFor } from '../../../core/random.js';
import type { Params } from '../../../core/space.js';
import { MAX_DRAWS, noUsablePoint } from '../../by-draws.js';
import type { Ask, Sampler, SamplerSetup } from '../../sampler.js';
import { MOST_COUNTED } from '../../spaces/constrained.js';
import { drawnAxes, finitePoints } from '../../spaces/finite-points.js';
import { sobolPlaces } from '../sobol/sobol-places.js';

/** How a sampler that looks answers one ask. */
export interface Proposer {
  /**
   * What it would try as trial `number`, best first; empty, or at an end: a place of a Sobol sequence.
   * `picked`: what it said of the numbers before, in the same ask, that is now to be tried.
   */
  candidates(number: number, picked: readonly Params[]): Iterable<Params>;
}

/**
 * The sampler that looks, of which each point is the first of its candidates that no trial has and a
 * trial can use. A finite space is never drawn from twice, and ends with its last point.
 *
 * @param method keys what is drawn beside.
 * @throws {UsageError} when asked: no point that a trial can use was found.
 */
export function byCandidates(
  method: string,
  { space, coordinates, seed, allows, constrained = false }: SamplerSetup<unknown>,
  proposer: (ask: Ask) => Proposer,
): Sampler {
  // A constraint may leave few of the points; ranges alone hardly ever refuse one.
  const patience = constrained ? MOST_COUNTED : MAX_DRAWS;
  const points = finitePoints(space);
  const size = drawnAxes(space).size ?? Number.POSITIVE_INFINITY;
  const placeAt = sobolPlaces(coordinates.all.length, method, seed, 'start');

  function* sources(number: number, proposed: Iterable<Params>): Generator<Params> {
    let count = 0;
    for (const params of proposed) {
      if (count === MAX_CANDIDATES) break;
      count += 1;
      yield params;
    }
    for (let attempt = 0; attempt < (points ? FEW_DRAWS : patience); attempt += 1) {
      yield coordinates.paramsAt(placeAt(number, attempt));
    }
    if (!points) return;
    const start = drawInt(rngFor(method, seed, number, 'any point'), points.size);
    for (let step = 0; step < points.size; step += 1) yield points.at((start + step) % points.size);
  }

  return {
    suggest(ask) {
      const { first, count, study } = ask;
      const met = new Set(study.trials.map(({ params }) => JSON.stringify(params)));
      const last = Math.min(first + count, size);
      if (first >= last) return [];
      const { candidates } = proposer(ask);
      const picked: Params[] = [];
      for (let number = first; number < last; number += 1) {
        const usable = { met, allows, patience };
        const params = firstUsable(sources(number, candidates(number, picked)), usable);
        if (params) picked.push(params);
        else if (points && number > 0) break;
        else noUsablePoint(number, patience);
      }
      return picked;
    },
  };
}

interface Usable {
  /** Points that trials have, as JSON. */
  readonly met: Set<string>;
  readonly allows: (params: Params) => boolean;
  /** So many points may be refused before nothing usable is taken to be left. */
  readonly patience: number;
}

/** The first that is neither met nor refused; it is met from then on. */
function firstUsable(
  sources: Iterable<Params>,
  { met, allows, patience }: Usable,
): Params | undefined {
  const refused = new Set<string>();
  for (const params of sources) {
    const key = JSON.stringify(params);
    if (met.has(key) || refused.has(key)) continue;
    if (allows(params)) {
      met.add(key);
      return params;
    }
    refused.add(key);
    if (refused.size > patience + MAX_CANDIDATES) return undefined;
  }
  return undefined;
}

/** What a proposer is asked for at most, a number. */
const MAX_CANDIDATES = 1000;

/** In a finite space, where looking through the points comes next. */
const FEW_DRAWS = 16;
