import { z } from 'zod';
import { definePruner } from '../pruner.js';

/**
 * W&B's `early_terminate: hyperband`: at certain epochs ("brackets") a trial must be among the best
 * 1/eta of all that came so far (after Li et al., arXiv:1603.06560; asynchronous, so a trial is
 * compared with whoever has been there, itself included).
 *
 * Brackets: `min_iter`, `min_iter * eta`, `min_iter * eta^2`, ... epochs; or, from above, `s` of
 * them below `max_iter`: `max_iter / eta`, `max_iter / eta^2`, ...; where both are given the latter
 * counts, as there. Between brackets the last one
 * passed counts. The trial's best loss so far is judged, with `strict` its loss at the bracket.
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
  create(options) {
    const { eta, strict } = options;
    return {
      shouldStop(trial, peers) {
        const bracket = lastBracket(options, trial.losses.length);
        if (bracket === undefined) return false;
        const atBracket = [trial, ...peers]
          .filter(({ losses }) => losses.length >= bracket)
          .map(({ losses }) => rankable(losses[bracket - 1]!))
          .sort((a, b) => a - b);
        const threshold = atBracket[Math.floor(atBracket.length / eta)]!;
        const judged = strict ? [trial.losses[bracket - 1]!] : trial.losses;
        return Math.min(...judged.map(rankable)) > threshold;
      },
    };
  },
});

interface Brackets {
  readonly min_iter?: number | undefined;
  readonly max_iter?: number | undefined;
  readonly s?: number | undefined;
  readonly eta: number;
}

/** The latest bracket at or before `epochs` reports, in epochs; undefined: none yet. */
function lastBracket({ min_iter, max_iter, s, eta }: Brackets, epochs: number): number | undefined {
  const brackets: number[] = [];
  if (max_iter !== undefined && s !== undefined) {
    for (let k = s; k >= 1; k -= 1) brackets.push(max_iter / eta ** k);
  } else {
    for (let bracket = min_iter!; bracket <= epochs; bracket *= eta) brackets.push(bracket);
  }
  return brackets.map(Math.floor).findLast((bracket) => bracket >= 1 && bracket <= epochs);
}

/** NaN has no place in an order: worse than anything. */
function rankable(loss: number): number {
  return Number.isNaN(loss) ? Number.POSITIVE_INFINITY : loss;
}
