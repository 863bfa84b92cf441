import { normalQuantile } from '../../spaces/quantiles.js';

/**
 * Losses as a Gaussian process likes them, of mean 0 and variance 1: the better half as it is; of the
 * worse half only its order, spread as a normal's would be that has the better one for its lower half.
 * So a rate that blew up bends nothing where it matters, and +Infinity is just the worst (half-rank
 * warping: Song et al., arXiv:2408.11527, section 3.2).
 */
export function warpedLosses(losses: readonly number[]): Float64Array {
  const sorted = losses.toSorted((a, b) => (a === b ? 0 : a < b ? -1 : 1));
  const ranks = normalRanks(sorted);
  const byRank = () => standardized(losses.map((loss) => ranks.get(loss)!));
  const median = sorted[Math.floor((losses.length - 1) / 2)] ?? 0;
  if (!Number.isFinite(median)) return byRank();
  const better = sorted.filter((loss) => loss <= median);
  const spread = Math.sqrt(
    better.reduce((sum, loss) => sum + (loss - median) ** 2, 0) / better.length,
  );
  if (spread === 0) return byRank();
  return standardized(
    losses.map((loss) => (loss <= median ? loss : median + spread * ranks.get(loss)!)),
  );
}

/** The normal quantile of each loss's rank, equal ones in their middle. */
function normalRanks(sorted: readonly number[]): ReadonlyMap<number, number> {
  const ranks = new Map<number, number>();
  for (let first = 0, last = 0; first < sorted.length; first = last + 1) {
    last = first;
    while (sorted[last + 1] === sorted[first]) last += 1;
    const middle = (first + last + 1) / 2;
    ranks.set(sorted[first]!, normalQuantile(middle / sorted.length));
  }
  return ranks;
}

function standardized(values: readonly number[]): Float64Array {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n);
  return Float64Array.from(values, (value) => (value - mean) / (deviation || 1));
}
