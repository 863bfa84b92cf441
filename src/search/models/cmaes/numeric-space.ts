import type { Coordinate, Place } from '../../spaces/coordinates.js';
import { nearestPlace, valuePlaces } from '../proposals/value-places.js';

/** The coordinates of a space that CMA-ES can move: those whose values have an order. */
export interface NumericSpace {
  /** Which of the space's they are. */
  readonly places: readonly number[];
  /** By them: in how many steps of equal width each comes; 0: in none. */
  readonly sizes: readonly number[];
  /** What a place has of them, in [0, 1], a step by its middle; null: it lacks it. */
  read(place: Place): readonly (number | null)[];
  /** The place with these numbers, and with `rest` for the others. */
  write(x: readonly number[], rest: () => number): Place;
}

export function numericSpace(all: readonly Coordinate[]): NumericSpace {
  const values = all.map(valuePlaces);
  const places = all.flatMap(({ ordered }, i) => (ordered && values[i]?.length !== 1 ? [i] : []));
  return {
    places,
    sizes: places.map((i) => values[i]?.length ?? 0),
    read: (place) =>
      places.map((i) => {
        const u = place[i]!;
        const steps = values[i];
        return u === null || !steps ? u : (nearestPlace(steps, u) + 0.5) / steps.length;
      }),
    write: (x, rest) =>
      all.map((_, i) => {
        const k = places.indexOf(i);
        if (k < 0) return rest();
        const steps = values[i];
        if (!steps) return Math.min(Math.max(x[k]!, 0), 1);
        const step = Math.floor(x[k]! * steps.length);
        return steps[Math.min(Math.max(step, 0), steps.length - 1)]!;
      }),
  };
}
