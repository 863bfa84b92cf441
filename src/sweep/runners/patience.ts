import type { TrialTask } from '../../core/trial.js';
import type { Pace } from '../../plan/pace.js';
import { priceTrial } from '../../plan/price-trial.js';

/**
 * Milliseconds without progress that any cohort is granted: loading a backend and weights from a
 * slow disk, or compiling a first step, takes seconds, at worst a few minutes.
 */
export const PATIENCE = 600_000;

/** How many times longer than expected a step may take: machines are shared, paused and throttled. */
const SLOWER = 50;

/** The same where steps are so large that even one takes long at this pace. */
export function patienceFor(trials: readonly Pick<TrialTask, 'recipe'>[], pace: Pace): number {
  const steps = trials.map(({ recipe }) => {
    const { trunk, epoch } = priceTrial(recipe, pace.backward);
    const { data, batchSize } = recipe.trunk;
    return (trunk + epoch) / Math.ceil(data.train / batchSize) / pace.rate;
  });
  return Math.max(PATIENCE, SLOWER * 1000 * Math.max(...steps));
}
