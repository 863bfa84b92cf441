import { z } from 'zod';
import type { Curves } from '../curves.js';
import { epochText, metricText } from '../metric-text.js';
import { type Decision, definePruner } from '../pruner.js';
import { dueAt, isDue } from './is-due.js';
import { looksTooLate } from './looks-too-late.js';
import { quantileOfOthers } from './quantile-of-others.js';

/**
 * Optuna's PercentilePruner, with 50 its MedianPruner: stops a trial whose best loss so far is worse
 * than this percentile of what the others had at that epoch. All trials that came that far count,
 * running and stopped ones too, as with `median`; there, only those that finished.
 */
export const percentile = definePruner({
  type: 'percentile',
  summary: 'stop what is not among the best so many percent of the others at that epoch',
  options: z.strictObject({
    percentile: z.number().min(0).max(100).default(50).describe('Percent of the others that pass'),
    min_trials: z.int().min(1).default(5).describe('Other trials that must have come that far'),
    min_iter: z.int().min(1).default(1).describe('Epochs that every trial is granted'),
    interval: z.int().min(1).default(1).describe('Epochs from one look to the next'),
  }),
  check: ({ min_iter }, { epochs }) => looksTooLate('min_iter', min_iter, epochs),
  rungs: dueAt,
  create({ options, metric }) {
    const { percentile, min_trials } = options;

    function judgeOne(losses: readonly number[], curves: Curves): Decision {
      const epochs = losses.length;
      if (!isDue(options, epochs)) return { action: 'continue' };
      const there = curves.at(epochs).losses;
      const others = there.size - 1;
      if (others < min_trials) return { action: 'continue' };
      const threshold = quantileOfOthers(there, losses.at(-1)!, percentile / 100);
      const best = Math.min(...losses);
      if (best <= threshold && best < Number.POSITIVE_INFINITY) return { action: 'continue' };
      const passed = `${Number(percentile.toPrecision(6))} % of ${others} other trials`;
      const reason = `${passed} had ${metric.name} ${metricText(threshold, metric)} or better at ${epochText(epochs)}; this one had ${metricText(best, metric)} at best`;
      return { action: 'stop', reason };
    }

    return { judge: (rung, curves) => rung.map(({ losses }) => judgeOne(losses, curves)) };
  },
});
