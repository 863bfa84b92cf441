import { z } from 'zod';
import { fromLoss } from '../../core/metric.js';
import { epochText, metricText } from '../metric-text.js';
import { type Decision, definePruner } from '../pruner.js';
import { dueAt, isDue } from './is-due.js';
import { looksTooLate } from './looks-too-late.js';

/** Optuna's ThresholdPruner: stops a trial whose metric at an epoch lies outside bounds, or is NaN. */
export const threshold = definePruner({
  type: 'threshold',
  summary: 'stop what is below lower or above upper',
  options: z
    .strictObject({
      lower: z.number().optional().describe('Smallest value of the metric that goes on'),
      upper: z.number().optional().describe('Largest value of the metric that goes on'),
      min_iter: z.int().min(1).default(1).describe('Epochs that every trial is granted'),
      interval: z.int().min(1).default(1).describe('Epochs from one look to the next'),
    })
    .superRefine(({ lower, upper }, context) => {
      const wrong = (path: string, message: string) =>
        context.addIssue({ code: 'custom', path: [path], message });
      if (lower === undefined && upper === undefined) {
        wrong('lower', 'missing: expected lower, upper, or both, of what is to go on');
      } else if (lower !== undefined && upper !== undefined && lower > upper) {
        wrong('lower', `expected at most upper (${upper}), or nothing goes on; got ${lower}`);
      }
    }),
  check: ({ min_iter }, { epochs }) => looksTooLate('min_iter', min_iter, epochs),
  rungs: dueAt,
  create({ options, metric }) {
    const { lower = Number.NEGATIVE_INFINITY, upper = Number.POSITIVE_INFINITY } = options;

    function judgeOne(losses: readonly number[]): Decision {
      const epochs = losses.length;
      if (!isDue(options, epochs)) return { action: 'continue' };
      const loss = losses.at(-1)!;
      const value = fromLoss(loss, metric);
      if (Number.isFinite(loss) && value >= lower && value <= upper) return { action: 'continue' };
      const bound = value < lower || upper === Infinity ? `at least ${lower}` : `at most ${upper}`;
      const reason = `going on takes ${metric.name} of ${bound}; this one had ${metricText(loss, metric)} at ${epochText(epochs)}`;
      return { action: 'stop', reason };
    }

    return { judge: (rung) => rung.map(({ losses }) => judgeOne(losses)) };
  },
});
