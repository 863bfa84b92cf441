import { PAUSED, type SerializedError, type TrialEnd, type TrialOutcome } from '../core/trial.js';
import { formatDuration } from '../core/words/format-duration.js';
import type { StopReason } from './stop.js';

/** What a trial's end means depends on. */
export interface Circumstances {
  /** Where it broke: it is to run again. */
  readonly again: boolean;
  /** Why the whole run is ending, if it is. */
  readonly stopping: StopReason | undefined;
  /** The sweep's limits, in milliseconds. */
  readonly budget: { readonly wallMs: number | null; readonly trialMs: number | null };
  /** The pruner's reason, where it stopped or paused the trial. */
  readonly reason: string | undefined;
}

/**
 * Says what becomes of a trial whose training ended: the one place that does.
 *
 * Whether one that broke runs again, and in what company, is said by its error's class
 * (faults/retries.ts). A trial that was asked to stop runs again, unless its own time or the sweep's
 * was up.
 */
export function outcomeOf(end: TrialEnd, circumstances: Circumstances): TrialOutcome {
  const { trialId, checkpointEpoch, checkpointDigest, unsaved } = end;
  return {
    trialId,
    ...becomes(end, circumstances),
    ...(checkpointEpoch === undefined ? {} : { checkpointEpoch }),
    ...(checkpointDigest === undefined ? {} : { checkpointDigest }),
    ...(unsaved === undefined ? {} : { unsaved }),
  };
}

type Outcome = Pick<TrialOutcome, 'state' | 'error'>;

function becomes({ how, error, overtime }: TrialEnd, circumstances: Circumstances): Outcome {
  const { again, reason = 'by its pruner' } = circumstances;
  switch (how) {
    case 'finished':
      return { state: 'finished' };
    case 'stopped':
      return overtime
        ? stopped('E_BUDGET', overBudget(true, circumstances)!)
        : stopped('E_PRUNED', reason);
    case 'paused':
      return { state: 'interrupted', error: { code: PAUSED, message: reason } };
    case 'diverged':
      return { state: 'diverged', ...given(error) };
    case 'broke':
      return { state: again ? 'interrupted' : 'failed', ...given(error) };
    case 'interrupted': {
      const message = overBudget(overtime === true, circumstances);
      return message === undefined ? { state: 'interrupted' } : stopped('E_BUDGET', message);
    }
  }
}

/** Which budget is used up, in words; undefined: none is. */
function overBudget(
  overtime: boolean,
  { stopping, budget: { wallMs, trialMs } }: Circumstances,
): string | undefined {
  if (overtime) {
    return `stopped after ${formatDuration(trialMs ?? 0)}, the time that budget.trial allows`;
  }
  if (stopping !== 'budget') return undefined;
  return `stopped when the sweep's budget.wall of ${formatDuration(wallMs ?? 0)} was over`;
}

function stopped(code: string, message: string): Outcome {
  return { state: 'stopped', error: { code, message } };
}

function given(error: SerializedError | undefined): Pick<Outcome, 'error'> {
  return error === undefined ? {} : { error };
}
