import type { Rng } from '../../../core/random.js';

/**
 * A number moved a little, the more often the less, and never out of [0, 1]: polynomial mutation (Deb
 * & Goyal, Computer Science and Informatics 26(4), 1996; bounded as in Deb's NSGA-II).
 *
 * @param index distribution index: the larger, the less it moves; about 1 / index of the range.
 */
export function polynomial(u: number, index: number, rng: Rng): number {
  const r = rng();
  const power = 1 / (index + 1);
  if (r < 0.5) {
    const value = 2 * r + (1 - 2 * r) * (1 - u) ** (index + 1);
    return Math.min(Math.max(u + value ** power - 1, 0), 1);
  }
  const value = 2 * (1 - r) + 2 * (r - 0.5) * u ** (index + 1);
  return Math.min(Math.max(u + 1 - value ** power, 0), 1);
}
