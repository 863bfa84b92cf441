import { z } from 'zod';
import { average, type Curves } from '../curves.js';
import { epochText, metricText } from '../metric-text.js';
import { type Decision, definePruner } from '../pruner.js';
import { looksTooLate } from './looks-too-late.js';
import { quantileOfOthers } from './quantile-of-others.js';

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
  check: ({ min_iter }, { epochs }) => looksTooLate('min_iter', min_iter, epochs),
  create({ options: { min_trials, min_iter }, metric }) {
    function judgeOne(losses: readonly number[], curves: Curves): Decision {
      const epochs = losses.length;
      const others = curves.at(epochs).averages.size - 1;
      if (epochs < min_iter || others < min_trials) return { action: 'continue' };
      const threshold = quantileOfOthers(curves.at(epochs).averages, average(losses), 0.5);
      const best = Math.min(...losses);
      if (best <= threshold) return { action: 'continue' };
      const over = `averaged over ${epochText(epochs)}`;
      const reason = `the median of ${others} other trials, each ${over}, is ${metric.name} ${metricText(threshold, metric)}; this one had ${metricText(best, metric)} at best`;
      return { action: 'stop', reason };
    }

    return { judge: (rung, curves) => rung.map(({ losses }) => judgeOne(losses, curves)) };
  },
});
