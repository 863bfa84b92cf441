import { normalCdf } from '#dist/search/spaces/quantiles.js';

/**
 * Lower quartile, median, upper quartile, by linear interpolation.
 *
 * @param {readonly number[]} values
 * @returns {readonly [number, number, number]}
 */
export function quartiles(values) {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (/** @type {number} */ part) => {
    const place = part * (sorted.length - 1);
    const [low, high] = [sorted[Math.floor(place)], sorted[Math.ceil(place)]];
    if (low === high) return low;
    return low + (high - low) * (place - Math.floor(place));
  };
  return [at(0.25), at(0.5), at(0.75)];
}

/**
 * How losses stand beside others, lower is better: the share of pairs in which they are better, ties
 * half, and whether that is chance (Mann & Whitney's test, normal approximation with ties).
 *
 * @param {readonly number[]} ours
 * @param {readonly number[]} theirs
 */
export function compare(ours, theirs) {
  const [m, n] = [ours.length, theirs.length];
  let wins = 0;
  for (const a of ours) for (const b of theirs) wins += a < b ? 1 : a === b ? 0.5 : 0;
  /** @type {Map<number, number>} */
  const counts = new Map();
  for (const value of [...ours, ...theirs]) counts.set(value, (counts.get(value) ?? 0) + 1);
  const ties = [...counts.values()].reduce((sum, t) => sum + t ** 3 - t, 0);
  const variance = ((m * n) / 12) * (m + n + 1 - ties / ((m + n) * (m + n - 1)));
  const distance = Math.max(0, Math.abs(wins - (m * n) / 2) - 0.5);
  const p = variance > 0 ? Math.min(1, 2 * normalCdf(-distance / Math.sqrt(variance))) : 1;
  return { better: wins / (m * n), p };
}
