import { z } from 'zod';
import { epochText, metricText } from '../metric-text.js';
import { type Decision, definePruner } from '../pruner.js';
import { looksTooLate } from './looks-too-late.js';

/**
 * Stops a trial that no longer gets better: no epoch of the last `patience` was better than the best
 * before by more than `min_delta`. Keras' and Lightning's EarlyStopping; of Optuna's PatientPruner,
 * which counts one epoch more and lets a plateau go on, it differs in these two.
 */
export const patience = definePruner({
  type: 'patience',
  summary: 'stop what has not got better for so many epochs',
  options: z.strictObject({
    patience: z.int().min(1).default(3).describe('Epochs in a row without getting better'),
    min_delta: z
      .number()
      .min(0)
      .default(0)
      .describe("What counts as better: more than this, in the metric's units"),
    min_iter: z.int().min(1).default(1).describe('Epochs that every trial is granted'),
  }),
  check: ({ patience, min_iter }, { epochs }) =>
    patience >= min_iter
      ? looksTooLate('patience', patience + 1, epochs)
      : looksTooLate('min_iter', min_iter, epochs),
  create({ options: { patience, min_delta, min_iter }, metric }) {
    function judgeOne(losses: readonly number[]): Decision {
      let best = losses[0] ?? Number.POSITIVE_INFINITY;
      let waited = 0;
      for (const loss of losses.slice(1)) {
        if (loss < best - min_delta) {
          best = loss;
          waited = 0;
        } else waited += 1;
      }
      if (waited < patience || losses.length < min_iter) return { action: 'continue' };
      const more = min_delta > 0 ? ` by more than ${min_delta}` : '';
      const reason = `its ${metric.name} of ${metricText(best, metric)} has not got better${more} for ${epochText(waited)}`;
      return { action: 'stop', reason };
    }

    return { judge: (rung) => rung.map(({ losses }) => judgeOne(losses)) };
  },
});
