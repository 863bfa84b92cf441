import type { Coordinate, Place } from '../../spaces/coordinates.js';
import { nearestPlace, valuePlaces } from '../proposals/value-places.js';

/**
 * How far points of a space lie apart, by coordinate: what a kernel sees of it. All of these are
 * squared distances between vectors, so that any kernel of distances stays one:
 *
 * - where values have an order, the squared difference of their places;
 * - where they have none, 1 if they differ (half the squared distance of one-hot vectors);
 * - a number that a point does not have lies in the middle of the range, half of it off the line;
 *   an option that it does not have is an option of its own.
 */
export interface MetricSpace {
  readonly dimensions: number;
  /** A place as numbers, one a coordinate. */
  encode(place: Place): Float64Array;
  /** Squared distance of two numbers of coordinate i. */
  squared(i: number, a: number, b: number): number;
  /** Whether coordinate i is a number that can be moved little by little. */
  readonly smooth: readonly boolean[];
}

/** @param all coordinates of a space, in their order. */
export function metricSpace(all: readonly Coordinate[]): MetricSpace {
  const places = all.map(valuePlaces);
  const ordered = all.map((coordinate) => coordinate.ordered);
  return {
    dimensions: all.length,
    encode: (place) =>
      Float64Array.from(place, (u, i) => {
        if (u === null) return ABSENT;
        return ordered[i] ? u : nearestPlace(places[i] ?? [], u);
      }),
    squared(i, a, b) {
      if (a === b) return 0;
      if (!ordered[i]) return 1;
      if (a === ABSENT) return (b - 0.5) ** 2 + OFF_LINE;
      if (b === ABSENT) return (a - 0.5) ** 2 + OFF_LINE;
      return (a - b) ** 2;
    },
    smooth: all.map((coordinate, i) => coordinate.ordered && places[i] === null),
  };
}

/** The number of a coordinate that a point does not have. */
export const ABSENT = -1;

const OFF_LINE = 0.25;
