import { holm } from '../holm.js';
import type { BetweenRuns } from './between-runs.js';
import { compare } from './compare.js';
import type { Images } from './interval-of.js';
import type { Sample } from './sample.js';

/** What may be wrong of all that is told apart in one leaderboard. */
export const ALPHA = 0.05;

/**
 * The best against each of the others: p-values after Holm's correction. Since the best was chosen by
 * looking, every pair of those that are not yet told apart counts as a test, not only the pairs with
 * the best. Null where two cannot be compared.
 *
 * `samples`: best first.
 */
export function againstBest(
  samples: readonly Sample[],
  images: Images,
  between: BetweenRuns | null,
): readonly (number | null)[] {
  const [best, ...others] = samples;
  if (!best) return [];
  const raw = others.map((other) => compare(best, other, images, between));
  const known = raw.flatMap((p) => (p === null ? [] : [p]));
  const adjusted = holm(known, (left) => ((left + 1) * left) / 2).values();
  return raw.map((p) => (p === null ? null : adjusted.next().value!));
}
