import type { Params } from '../../core/space.js';
import type { FinitePoints } from './finite-points.js';

export interface Urn {
  /** Every point that `draw` can give. */
  readonly points: FinitePoints;
  /** Draws with replacement, keyed: the same number and attempt give the same point. */
  readonly draw: (number: number, attempt: number) => Params;
  /** Index of a point, keyed: where to look on once draws only repeat points. */
  readonly anyIndex: (number: number) => number;
  readonly allows: (params: Params) => boolean;
  /** New points in a row that `allows` may refuse before nothing usable is taken to be left. */
  readonly patience: number;
}

/**
 * Makes keyed draws into ones that never repeat: the point of each number from 0, undefined once
 * none is left.
 *
 * A number takes the first of its draws that no smaller number took. After a few that were all
 * taken, it takes the next free point behind a drawn place, so that the last points of ten thousand
 * cost little; those differ from further draws only in that probabilities no longer weigh them.
 *
 * A pure function of the number: points of smaller numbers are worked out first, and remembered.
 */
export function withoutReplacement(urn: Urn): (number: number) => Params | undefined {
  const { points, draw, anyIndex, allows, patience } = urn;
  const taken: Params[] = [];
  /** Points that are taken or refused. */
  const met = new Set<string>();
  let exhausted = false;

  function* candidates(number: number): Generator<Params> {
    for (let attempt = 0; attempt < MAX_REPEATS; attempt += 1) yield draw(number, attempt);
    const first = anyIndex(number);
    for (let step = 0; step < points.size; step += 1) {
      yield points.at((first + step) % points.size);
    }
  }

  function nextPoint(): Params | undefined {
    let refused = 0;
    if (met.size === points.size) return undefined;
    for (const params of candidates(taken.length)) {
      const key = JSON.stringify(params);
      if (met.has(key)) continue;
      met.add(key);
      if (allows(params)) return params;
      refused += 1;
      if (refused === patience) return undefined;
    }
    return undefined;
  }

  return (number) => {
    while (taken.length <= number && !exhausted) {
      const params = nextPoint();
      if (params) taken.push(params);
      else exhausted = true;
    }
    return taken[number];
  };
}

const MAX_REPEATS = 16;
