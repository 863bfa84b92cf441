import { drawInt, type Rng } from '../../../core/random.js';
import type { Params } from '../../../core/space.js';
import type { Coordinates, Place } from '../../spaces/coordinates.js';
import { mutationOf } from '../evolution/mutation.js';
import { valuePlaces } from '../proposals/value-places.js';
import type { Acquisition } from './acquisition.js';
import type { MetricSpace } from './metric-space.js';
import { minimize } from './minimize.js';

/** A point that might be tried, and how promising it is. */
export interface Candidate {
  readonly params: Params;
  readonly place: Place;
  readonly worth: number;
}

/** How much is looked at: what it costs grows with what the process knows. */
export interface Effort {
  /** Points drawn. */
  readonly draws: number;
  /** How many of the best of them are improved, in how many steps each. */
  readonly starts: number;
  readonly steps: number;
}

/** Looks for promising points of a space. */
export interface PointSearch {
  /** Of these params. */
  rate(acquisition: Acquisition, params: Params): Candidate;
  /**
   * Points drawn all over the space and around `near`; then the best of them improved: numbers along
   * the slope, what comes in steps or options by trying others. Most promising first.
   */
  search(
    acquisition: Acquisition,
    near: readonly Place[],
    effort: Effort,
    rng: Rng,
  ): readonly Candidate[];
}

export function pointSearch(coordinates: Coordinates, metric: MetricSpace): PointSearch {
  const { smooth } = metric;
  const values = coordinates.all.map(valuePlaces);
  const mutations = coordinates.all.map((coordinate) =>
    WIDTHS.map((width) => mutationOf(coordinate, width)),
  );

  /** The point at a place; a number that it has stays as exact as it came. */
  function at(acquisition: Acquisition, place: Place): Candidate {
    const params = coordinates.paramsAt(place);
    const own = coordinates.placeOf(params) ?? place;
    const exact = own.map((u, i) => (u === null || !smooth[i] ? u : (place[i] ?? u)));
    return { params, place: exact, worth: acquisition.at(metric.encode(exact)) };
  }

  function around(place: Place, rng: Rng): Place {
    const width = drawInt(rng, WIDTHS.length);
    const sure = drawInt(rng, place.length);
    return place.map((u, i) => {
      if (u === null) return rng();
      const moves = i === sure || rng() < 1 / place.length;
      return moves ? mutations[i]![width]!(u, rng) : u;
    });
  }

  /** Along the slope, in what can be moved little by little. */
  function slide(acquisition: Acquisition, from: Candidate, steps: number): Candidate {
    const start = metric.encode(from.place);
    const free = from.place.flatMap((u, i) => (u !== null && smooth[i] ? [i] : []));
    if (free.length === 0) return from;
    const pointOf = (x: ArrayLike<number>) => {
      const point = start.slice();
      for (const [k, i] of free.entries()) point[i] = x[k]!;
      return point;
    };
    const { x } = minimize(
      (moved) => {
        const { value, gradient } = acquisition.slopeAt(pointOf(moved));
        return { value, gradient: free.map((i) => gradient[i]!) };
      },
      free.map((i) => start[i]!),
      () => [0, 1],
      { steps, tolerance: 1e-4 },
    );
    const place = from.place.map((u, i) => (free.includes(i) ? x[free.indexOf(i)]! : u));
    return better(from, at(acquisition, place));
  }

  /** Each that comes in steps or options, one after another, to the best of the others. */
  function switched(acquisition: Acquisition, from: Candidate): Candidate {
    let best = from;
    for (const [i, places] of values.entries()) {
      if (!places || best.place[i] === null) continue;
      const { place } = best;
      for (const u of places.length <= FEW ? places : mutatedPlaces(place, i)) {
        if (u === place[i]) continue;
        best = better(best, at(acquisition, place.with(i, u)));
      }
    }
    return best;
  }

  /** Of many values those next to the one that it has. */
  function mutatedPlaces(place: Place, i: number): readonly number[] {
    const places = values[i]!;
    const from = places.indexOf(place[i]!);
    return places.slice(Math.max(0, from - FEW / 2), from + FEW / 2 + 1);
  }

  return {
    rate: (acquisition, params) => {
      const place = coordinates.placeOf(params)!;
      return { params, place, worth: acquisition.at(metric.encode(place)) };
    },
    search(acquisition, near, { draws, starts, steps }, rng) {
      const drawn = Array.from({ length: draws }, (_, i) => {
        const close = near[i % (2 * near.length)];
        return at(acquisition, close ? around(close, rng) : coordinates.all.map(() => rng()));
      }).sort(byWorth);
      const improved = drawn.slice(0, starts).map((start) => {
        const once = switched(acquisition, slide(acquisition, start, steps));
        return slide(acquisition, once, Math.ceil(steps / 2));
      });
      return [...improved, ...drawn].sort(byWorth);
    },
  };
}

function better(a: Candidate, b: Candidate): Candidate {
  return b.worth > a.worth ? b : a;
}

export function byWorth(a: Candidate, b: Candidate): number {
  return b.worth - a.worth;
}

/** Steps around a good point: far, near, next to it. */
const WIDTHS = [0.2, 0.05, 0.01];

/** Values that are all tried. */
const FEW = 12;
