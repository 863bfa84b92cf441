import type { Rng } from '../../../core/random.js';
import type { Coordinate, Place } from '../../spaces/coordinates.js';

/**
 * A child of two places: numbers by simulated binary crossover, which spreads children around their
 * parents as far as these are apart (SBX: Deb & Agrawal, Complex Systems 9, 1995; bounded: Deb & Kumar
 * 1995); all else from either parent.
 *
 * @param index distribution index: the larger, the nearer to the parents.
 */
export function crossed(
  coordinates: readonly Coordinate[],
  [a, b]: readonly [Place, Place],
  index: number,
  rng: Rng,
): Place {
  return coordinates.map(({ ordered }, i) => {
    const [x, y] = [a[i]!, b[i]!];
    const mixes = ordered && x !== null && y !== null && x !== y && rng() < 0.5;
    const [first, second] = mixes ? spread(x, y, index, rng) : [x, y];
    return rng() < 0.5 ? first : second;
  });
}

/** Two numbers in [0, 1] around two different ones. */
function spread(a: number, b: number, index: number, rng: Rng): readonly [number, number] {
  const [low, high] = [Math.min(a, b), Math.max(a, b)];
  const u = rng();
  const reach = (room: number) => {
    const alpha = 2 - (1 + (2 * room) / (high - low)) ** -(index + 1);
    const base = u <= 1 / alpha ? u * alpha : 1 / (2 - u * alpha);
    return base ** (1 / (index + 1)) * (high - low);
  };
  const inside = (x: number) => Math.min(Math.max(x, 0), 1);
  return [inside((low + high - reach(low)) / 2), inside((low + high + reach(1 - high)) / 2)];
}
