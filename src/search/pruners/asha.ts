import { z } from 'zod';
import type { Curves } from '../curves.js';
import { epochText, metricText } from '../metric-text.js';
import { type Decision, definePruner } from '../pruner.js';
import { looksTooLate } from './looks-too-late.js';

/**
 * Asynchronous successive halving (Li et al., "A System for Massively Parallel Hyperparameter
 * Tuning", MLSys 2020, algorithm 2): at rungs of `min_iter`, `min_iter * eta`, `min_iter * eta^2`, ...
 * epochs the floor(n / eta) best of the n trials that came so far go on, by their loss there; trials
 * as good as the last of these go on, too.
 *
 * The others wait (`promotion`), as their rung may grow, until they belong to those that go on or no
 * longer can: one is stopped once it would not even if all who may still come were worse. Where no
 * more may come, one goes on at least, so that some trial always comes to its end. With `stopping`
 * nobody waits, as in Ray's ASHAScheduler and Optuna's SuccessiveHalvingPruner, whose rule it is: one
 * goes on at least.
 */
export const asha = definePruner({
  type: 'asha',
  summary: 'at growing intervals the best 1/eta go on; others wait until they are among them',
  options: z.strictObject({
    min_iter: z.int().min(1).default(1).describe('Epochs before the first rung'),
    max_iter: z.int().min(2).optional().describe('Epochs from which there are no rungs'),
    eta: z.number().gt(1).default(3).describe('Ratio of rungs; 1/eta of the trials pass each'),
    variant: z
      .enum(['promotion', 'stopping'])
      .default('promotion')
      .describe('promotion: who does not pass waits, and may go on later; stopping: it ends'),
  }),
  check({ min_iter, max_iter = Number.POSITIVE_INFINITY, variant }, { epochs, checkpoints }) {
    const late = looksTooLate('min_iter', min_iter, Math.min(epochs, max_iter));
    if (late.length > 0 || checkpoints || variant === 'stopping') return late;
    const message =
      'without checkpoints trials that wait start over when they go on: `variant: stopping` lets none wait';
    return [{ path: ['checkpoint'], message, warning: true }];
  },
  rungs: (options, epochs) => rungsUpTo(options, epochs - 1).map((rung) => rung - 1),
  create({ options, metric }) {
    const { eta, variant } = options;

    function judgeOne(losses: readonly number[], curves: Curves): Decision {
      const epochs = losses.length;
      if (rungsUpTo(options, epochs).at(-1) !== epochs) return { action: 'continue' };
      const own = losses.at(-1)!;
      const at = `at ${epochText(epochs)}`;
      if (own === Number.POSITIVE_INFINITY) {
        return { action: 'stop', reason: `its ${metric.name} ${at} is no finite number` };
      }
      const there = curves.at(epochs).losses;
      const awaited = variant === 'stopping' ? 0 : curves.awaited(epochs);
      const ahead = there.countBelow(own);
      const passing = Math.floor(there.size / eta);
      const least = Math.max(1, passing);
      if (ahead < (awaited > 0 ? passing : least)) return { action: 'continue' };
      const most = Math.max(1, Math.floor((there.size + awaited) / eta));
      const action = ahead < most ? 'pause' : 'stop';
      if (ahead < least) {
        const reason = `${there.size} of the ${Math.ceil(eta)} trials that it takes to compare have come to ${epochText(epochs)}`;
        return { action, reason };
      }
      const best = `the best ${least === 1 ? '' : `${least} `}of ${there.size} trials ${at}`;
      const reason = `going on takes ${metric.name} ${metricText(there.at(least - 1), metric)}, reached by ${best}; this one had ${metricText(own, metric)}`;
      return { action, reason };
    }

    return { judge: (rung, curves) => rung.map(({ losses }) => judgeOne(losses, curves)) };
  },
});

interface Rungs {
  readonly min_iter: number;
  readonly max_iter?: number | undefined;
  readonly eta: number;
}

/** Counts of epochs, ascending, `epochs` at most. */
function rungsUpTo(
  { min_iter, max_iter = Number.POSITIVE_INFINITY, eta }: Rungs,
  epochs: number,
): readonly number[] {
  const rungs = new Set<number>();
  for (let rung = min_iter; Math.floor(rung) <= epochs && rung < max_iter; rung *= eta) {
    rungs.add(Math.floor(rung));
  }
  return [...rungs];
}
