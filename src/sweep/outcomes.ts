import type { SerializedError, TrialEnd, TrialOutcome } from '../core/trial.js';
import { formatDuration } from '../core/words/format-duration.js';
import type { Fate } from '../store/port.js';
import type { StopReason } from './stop.js';

/** What a trial's end means depends on. */
export interface Circumstances {
  /** No other trial was in its cohort. */
  readonly alone: boolean;
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
 * What goes wrong in company may be another's doing (memory, above all), so that trial runs again,
 * alone; alone, an error fails it. A trial that was asked to stop runs again, unless its own time
 * or the sweep's was up.
 */
export function outcomeOf(end: TrialEnd, circumstances: Circumstances): TrialOutcome {
  const { trialId, checkpointEpoch, checkpointDigest } = end;
  return {
    trialId,
    ...becomes(end, circumstances),
    ...(checkpointEpoch === undefined ? {} : { checkpointEpoch }),
    ...(checkpointDigest === undefined ? {} : { checkpointDigest }),
  };
}

/** Times a process may die under a trial before the trial is given up. */
const LIVES = 2;

/** What becomes of a trial under which so many processes died. */
export function afterDeaths(deaths: number): Fate {
  const died = 'the whole process ended while this trial ran';
  const times = deaths === 2 ? 'for the second time' : `${deaths} times`;
  return deaths < LIVES
    ? crashed('queued', `${died}; it starts again, alone and after all others`)
    : crashed('failed', `${died}, ${times}: it is not tried again`);
}

function crashed(state: Fate['state'], message: string): Fate {
  return { state, error: { code: 'E_CRASHED', message } };
}

/** Whether a trial must not share its next attempt with others. */
export function runsAlone({ state, error }: TrialOutcome): boolean {
  return state === 'interrupted' && error !== undefined && error.code !== PAUSED;
}

/** Whether a trial gave way to others. */
export function isPaused({ state, error }: TrialOutcome): boolean {
  return state === 'interrupted' && error?.code === PAUSED;
}

type Outcome = Pick<TrialOutcome, 'state' | 'error'>;

const PAUSED = 'E_PAUSED';

function becomes({ how, error, overtime }: TrialEnd, circumstances: Circumstances): Outcome {
  const { alone, reason = 'by its pruner' } = circumstances;
  switch (how) {
    case 'finished':
      return { state: 'finished' };
    case 'stopped':
      return { state: 'stopped', error: { code: 'E_PRUNED', message: reason } };
    case 'paused':
      return { state: 'interrupted', error: { code: PAUSED, message: reason } };
    case 'diverged':
      return { state: 'diverged', ...given(error) };
    case 'broke':
      return { state: alone ? 'failed' : 'interrupted', ...given(error) };
    case 'interrupted': {
      const message = overBudget(overtime === true, circumstances);
      return message === undefined
        ? { state: 'interrupted' }
        : { state: 'stopped', error: { code: 'E_BUDGET', message } };
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

function given(error: SerializedError | undefined): Pick<Outcome, 'error'> {
  return error === undefined ? {} : { error };
}
