import { normalQuantile } from '../spaces/quantiles.js';

/**
 * Losses as a Gaussian process likes them, of mean 0 and variance 1: the better half as it is; of the
 * worse half only its order, spread as a normal's would be that has the better one for its lower half.
 * So a rate that blew up bends nothing where it matters, and +Infinity is just the worst (half-rank
 * warping: Song et al., arXiv:2408.11527, section 3.2).
 */
export function warpedLosses(losses: readonly number[]): Float64Array {
  const n = losses.length;
  const sorted = losses.toSorted((a, b) => (a === b ? 0 : a < b ? -1 : 1));
  const median = sorted[Math.floor((n - 1) / 2)] ?? 0;
  if (!Number.isFinite(median)) return standardized(losses.map((loss) => ranked(loss, sorted)));
  const better = sorted.filter((loss) => loss <= median);
  const spread = Math.sqrt(
    better.reduce((sum, loss) => sum + (loss - median) ** 2, 0) / better.length,
  );
  if (spread === 0) return standardized(losses.map((loss) => ranked(loss, sorted)));
  return standardized(
    losses.map((loss) => (loss <= median ? loss : median + spread * ranked(loss, sorted))),
  );
}

/** The normal quantile of a loss's rank, equal ones in their middle. */
function ranked(loss: number, sorted: readonly number[]): number {
  const first = sorted.indexOf(loss);
  const last = sorted.lastIndexOf(loss);
  return normalQuantile(((first + last) / 2 + 0.5) / sorted.length);
}

function standardized(values: readonly number[]): Float64Array {
  const n = values.length;
  const mean = values.reduce((sum, value) => sum + value, 0) / n;
  const deviation = Math.sqrt(values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / n);
  return Float64Array.from(values, (value) => (value - mean) / (deviation || 1));
}
