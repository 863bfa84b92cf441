import type { Params } from '../../../core/space.js';
import type { CostOf } from '../../sampler.js';

/** A point, and the logarithm of what it is worth trying: higher is better. */
export interface Worth {
  readonly params: Params;
  readonly worth: number;
}

/**
 * Candidates in the order in which to try them. First those about as good as the best, the one ahead that
 * costs the smallest part of what it costs alone, as it shares the rest with points that wait, run or
 * were just picked. A part, not seconds, or cheap points came first where nothing is shared. Then the
 * others, by worth.
 *
 * @param cost null: by worth alone.
 */
export function sharingFirst(
  candidates: readonly Worth[],
  cost: CostOf | null,
  beside: readonly Params[],
): readonly Params[] {
  const sorted = candidates.toSorted((a, b) => b.worth - a.worth);
  const least = (sorted[0]?.worth ?? 0) - ABOUT_EQUAL;
  const close = sorted.findLastIndex(({ worth }) => worth >= least) + 1;
  if (!cost || beside.length === 0) return sorted.map(({ params }) => params);
  const shares = sorted
    .slice(0, close)
    .map(({ params }) => ({ params, share: cost(params, beside) / cost(params, []) }))
    .sort((a, b) => a.share - b.share);
  return [...shares, ...sorted.slice(close)].map(({ params }) => params);
}

/**
 * Within how much of the best's logarithm others count as good: of 0, 0.5, 1 and 2 the largest with which
 * the best of 48 recorded trials (bench/search.js) was as good as without. They took an eighth less time.
 */
const ABOUT_EQUAL = 1;
