import type { Rated } from '../../pareto/dominates.js';

/**
 * One loss for each, for samplers that know of one: of the first objective; what misses its bounds is
 * worse than all that keep to them, by how far it misses them (Deb, "An efficient constraint handling
 * method for genetic algorithms", CMAME 186, 2000, eq. 4).
 */
export function singleLosses(known: readonly Rated[]): readonly number[] {
  const worst = known.reduce((most, { losses, violation }) => {
    const counts = !violation && Number.isFinite(losses[0]!);
    return counts ? Math.max(most, losses[0]!) : most;
  }, Number.NEGATIVE_INFINITY);
  const base = Number.isFinite(worst) ? worst : 0;
  return known.map(({ losses, violation }) => (violation ? base + violation : losses[0]!));
}
