import type { TrialOutcome } from '../core/trial.js';
import { formatDuration } from './format-duration.js';
import type { Stop } from './stop.js';

/**
 * Says how a trial that came back `interrupted` ends: when the sweep's own time was up it is
 * `stopped`, with what it reported until then; otherwise it will start again.
 */
export function createSettle(
  stop: Pick<Stop, 'reason'>,
  wallMs: number | null,
): (outcome: TrialOutcome) => TrialOutcome {
  return (outcome) => {
    if (outcome.state !== 'interrupted' || stop.reason !== 'budget') return outcome;
    const message = `stopped when the sweep's budget.wall of ${formatDuration(wallMs ?? 0)} was over`;
    return { ...outcome, state: 'stopped', error: { code: 'E_BUDGET', message } };
  };
}
