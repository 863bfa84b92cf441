import { z } from 'zod';
import { definePruner } from '../pruner.js';

/**
 * Median stopping rule (Golovin et al., "Google Vizier", KDD 2017, section 3.2.2): stops a trial
 * whose best loss so far is worse than the median of the others' running averages at that epoch.
 *
 * All trials that came that far count, running and stopped ones too: a cohort's trials run at the
 * same time, and leaving out the stopped ones would tighten the rule with every stop.
 */
export const median = definePruner({
  type: 'median',
  summary: 'stop what is worse than the median of the others at that epoch',
  options: z.strictObject({
    min_trials: z.int().min(1).default(5).describe('Other trials that must have come that far'),
    min_iter: z.int().min(1).default(1).describe('Epochs that every trial is granted'),
  }),
  create({ min_trials, min_iter }) {
    return {
      shouldStop({ losses }, peers) {
        const epochs = losses.length;
        if (epochs < min_iter) return false;
        const averages = peers
          .filter((peer) => peer.losses.length >= epochs)
          .map((peer) => mean(peer.losses.slice(0, epochs)))
          .filter((average) => !Number.isNaN(average));
        if (averages.length < min_trials) return false;
        const best = Math.min(...losses.filter((loss) => !Number.isNaN(loss)));
        return best > medianOf(averages);
      },
    };
  },
});

function mean(xs: readonly number[]): number {
  return xs.reduce((sum, x) => sum + x, 0) / xs.length;
}

function medianOf(xs: readonly number[]): number {
  const sorted = xs.toSorted((a, b) => a - b);
  const middle = sorted.length / 2;
  return (sorted[Math.ceil(middle) - 1]! + sorted[Math.floor(middle)]!) / 2;
}
