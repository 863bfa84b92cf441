import type { Coordinate } from '../../spaces/coordinates.js';
import { drawnAxis } from '../../spaces/finite-points.js';
import { unitOf } from '../../spaces/unit-of.js';

/**
 * The place of each value that a coordinate can have, in order where they have one; null: they are a
 * continuum, or so many that it comes to the same.
 */
export function valuePlaces({ distribution, size }: Coordinate): readonly number[] | null {
  if (size === null || size > MANY) return null;
  const { at } = drawnAxis(distribution)!;
  return Array.from({ length: size }, (_, index) => unitOf(distribution, at(index)));
}

/** Which of them lies nearest. */
export function nearestPlace(places: readonly number[], u: number): number {
  let nearest = 0;
  for (const [index, place] of places.entries()) {
    if (Math.abs(place - u) < Math.abs(places[nearest]! - u)) nearest = index;
  }
  return nearest;
}

const MANY = 256;
