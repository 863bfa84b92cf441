import type { Sorted } from '../sorted.js';

/**
 * The `q`-quantile (0 to 1) of all but one number that is equal to `own`, linear between two of them
 * (NumPy's default, Hyndman and Fan's type 7).
 */
export function quantileOfOthers(sorted: Sorted, own: number, q: number): number {
  const place = sorted.countBelow(own);
  const other = (k: number) => sorted.at(k < place ? k : k + 1);
  const at = (sorted.size - 2) * q;
  const low = other(Math.floor(at));
  const high = other(Math.ceil(at));
  // Between equal numbers there is nothing, and between infinite ones no number.
  if (low === high || high === Number.POSITIVE_INFINITY) return high;
  return low + (high - low) * (at - Math.floor(at));
}
