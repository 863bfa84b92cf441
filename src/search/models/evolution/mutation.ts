import { drawInt, drawNormal, type Rng } from '../../../core/random.js';
import type { Coordinate } from '../../spaces/coordinates.js';
import { nearestPlace, valuePlaces } from '../proposals/value-places.js';

/** Another number for a coordinate, from the one it has. */
export type Mutation = (u: number, rng: Rng) => number;

/**
 * Moves a number as its coordinate allows: where values have an order, by a normal draw over the range
 * as the search sees it (so a rate moves by a factor), turned back at its ends; by one value at least
 * where they come in steps. Where they have none, to any other one.
 *
 * @param width standard deviation, as a part of the range.
 */
export function mutationOf(coordinate: Coordinate, width: number): Mutation {
  const places = valuePlaces(coordinate);
  if (!places) return (u, rng) => reflected(u + width * drawNormal(rng));
  const { length } = places;
  if (length < 2) return (u) => u;
  return (u, rng) => {
    const from = nearestPlace(places, u);
    if (!coordinate.ordered) return places[(from + 1 + drawInt(rng, length - 1)) % length]!;
    const step = width * length * drawNormal(rng);
    const whole = Math.sign(step) * Math.max(1, Math.round(Math.abs(step)));
    const last = length - 1;
    return places[Math.round(reflected((from + whole) / last) * last)]!;
  };
}

/** Turned back at 0 and 1, as often as need be. */
function reflected(u: number): number {
  const round = Math.abs(u) % 2;
  return round > 1 ? 2 - round : round;
}
