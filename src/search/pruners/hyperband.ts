import { z } from 'zod';
import type { Curves } from '../curves.js';
import { epochText, metricText } from '../metric-text.js';
import { type Decision, definePruner } from '../pruner.js';
import { looksTooLate } from './looks-too-late.js';

/**
 * W&B's `early_terminate: hyperband`: at certain epochs ("brackets") a trial must be among the best
 * 1/eta of all that came so far (after Li et al., arXiv:1603.06560; asynchronous, so a trial is
 * compared with whoever has been there, itself and its rung included).
 *
 * Brackets: `min_iter`, `min_iter * eta`, `min_iter * eta^2`, ... epochs; or, from above, `s` of
 * them below `max_iter`: `max_iter / eta`, `max_iter / eta^2`, ...; where both are given the latter
 * counts, as there. Between brackets the last one passed counts. The trial's best loss so far is
 * judged, with `strict` its loss at the bracket. Of n trials the floor(n / eta) + 1 best pass, and
 * whoever is as good as the last of these: as there, so that one trial alone passes.
 */
export const hyperband = definePruner({
  type: 'hyperband',
  summary: 'at growing intervals keep the best 1/eta of the trials',
  options: z
    .strictObject({
      min_iter: z.int().min(1).optional().describe('Epochs before the first bracket'),
      max_iter: z.int().min(2).optional().describe('Epochs of a full trial; needs s'),
      s: z.int().min(1).optional().describe('Number of brackets below max_iter'),
      eta: z.number().gt(1).default(3).describe('Ratio of brackets; 1/eta of the trials pass each'),
      strict: z
        .boolean()
        .default(false)
        .describe('Judge the loss at the bracket, not the best so far; stops more trials'),
    })
    .superRefine(({ min_iter, max_iter, s, eta }, context) => {
      const wrong = (path: string, message: string) =>
        context.addIssue({ code: 'custom', path: [path], message });
      if (min_iter === undefined && max_iter === undefined) {
        wrong('min_iter', 'missing: expected min_iter, or max_iter and s, which set the brackets');
      } else if (min_iter === undefined && s === undefined) {
        wrong('s', 'missing: expected the number of brackets below max_iter');
      } else if (max_iter !== undefined && s !== undefined && max_iter < eta) {
        wrong(
          'max_iter',
          `expected at least eta (${eta}), or no bracket lies below; got ${max_iter}`,
        );
      }
    }),
  check({ min_iter, max_iter, s }, { epochs }) {
    if (max_iter === undefined) return looksTooLate('min_iter', min_iter!, epochs);
    if (min_iter === undefined) return [];
    const unheard = s === undefined ? 'max_iter' : 'min_iter';
    const message = `${unheard} has no effect: ${s === undefined ? 'without s, min_iter' : 'max_iter and s'} set the brackets`;
    return [{ path: ['early_terminate', unheard], message, warning: true }];
  },
  rungs: (options, epochs) => bracketsUpTo(options, epochs - 1).map((bracket) => bracket - 1),
  create({ options, metric }) {
    const { eta, strict } = options;

    function judgeOne(losses: readonly number[], curves: Curves): Decision {
      const bracket = bracketsUpTo(options, losses.length).at(-1);
      if (bracket === undefined) return { action: 'continue' };
      const there = curves.at(bracket).losses;
      const last = Math.floor(there.size / eta);
      const threshold = there.at(last);
      const judged = strict ? losses[bracket - 1]! : Math.min(...losses);
      if (judged <= threshold) return { action: 'continue' };
      const own = `${metricText(judged, metric)} ${strict ? 'there' : 'at best'}`;
      const passing = `the best ${last === 0 ? '' : `${last + 1} `}of ${there.size} trials`;
      const reason = `going on takes ${metric.name} ${metricText(threshold, metric)}, reached by ${passing} at ${epochText(bracket)}; this one had ${own}`;
      return { action: 'stop', reason };
    }

    return { judge: (rung, curves) => rung.map(({ losses }) => judgeOne(losses, curves)) };
  },
});

interface Brackets {
  readonly min_iter?: number | undefined;
  readonly max_iter?: number | undefined;
  readonly s?: number | undefined;
  readonly eta: number;
}

/** In epochs, ascending, `epochs` at most; the last of them counts. */
function bracketsUpTo({ min_iter, max_iter, s, eta }: Brackets, epochs: number): readonly number[] {
  const brackets: number[] = [];
  if (max_iter !== undefined && s !== undefined) {
    for (let k = s; k >= 1; k -= 1) brackets.push(max_iter / eta ** k);
  } else {
    for (let bracket = min_iter!; bracket <= epochs; bracket *= eta) brackets.push(bracket);
  }
  const whole = new Set(brackets.map(Math.floor));
  return [...whole].filter((bracket) => bracket >= 1 && bracket <= epochs);
}
