import { TRIAL_STATES } from '../../core/trial-state.js';
import { count } from '../../core/words/numbers.js';
import { type ImportanceView, LEAST_R2 } from './importance.js';
import type { Tried } from './tried-points.js';

/** Why nothing is said of what matters; null: something is. */
export function whySilent(view: ImportanceView): string | null {
  const { sweep, used, varying, needed, r2, importance } = view;
  if (importance) return null;
  if (used === 0) return nothingFinished(view);
  const { metric } = sweep.spec;
  const points = count(used, 'finished point');
  if (varying.length === 0) {
    return `There is nothing to compare: ${used === 1 ? 'one point has' : `all ${points} have the same parameters and have`} finished.`;
  }
  if (used < needed) {
    const many = count(varying.length, 'parameter');
    return `${points} ${used === 1 ? 'differs' : 'differ'} in ${many} (${varying.join(', ')}); it takes ${needed} to say how much each matters.`;
  }
  if (r2 === null) return `All ${points} have the same ${metric.name}.`;
  return `A forest over ${points} foretells ${r2 <= 0 ? 'nothing' : `${Math.round(100 * r2)} %`} of how others differ (R2 ${r2.toFixed(2)}); below ${LEAST_R2} what it says of parameters would be noise. More points help, or \`repeats\` where runs of one point differ as much as points do.`;
}

/** What there is instead of a finished trial. */
export function nothingFinished({ sweep, counts, trials }: Tried): string {
  if (trials.length === 0) return `Sweep ${sweep.id} has no trials yet.`;
  const finished = counts.finished > 0 ? ' with a value that can be compared' : '';
  return `None of the ${count(trials.length, 'trial')} of sweep ${sweep.id} has finished${finished} (${countsText({ counts })}).`;
}

/** `240 finished, 7 queued`. */
export function countsText({ counts }: Pick<Tried, 'counts'>): string {
  return TRIAL_STATES.filter((state) => counts[state] > 0)
    .map((state) => `${counts[state]} ${state}`)
    .join(', ');
}
