import type { PlannedTrial } from '../core/ports.js';
import type { SerializedError, TrialOutcome } from '../core/trial.js';
import { formatDuration } from './format-duration.js';

export interface WatchParts {
  readonly signal: AbortSignal;
  readonly trialMs: number | null;
  readonly graceMs: number;
  requestStop(): void;
}

/** Guards one cohort's run: passes stop requests on, keeps its budget, gives up on a deaf thread. */
export interface Watch {
  /** Aborts when the thread let a stop request go unheard. */
  readonly kill: AbortSignal;
  /** An `interrupted` trial whose own time was up is `stopped`: it does not run again. */
  judge(outcome: TrialOutcome): TrialOutcome;
  /** What becomes of the trials of a thread that was ended here; undefined: it was not. */
  outcomesOf(cohort: readonly PlannedTrial[]): readonly TrialOutcome[] | undefined;
  close(): void;
}

/** The longest time `setTimeout` can wait; longer budgets are no limit in practice. */
const LONGEST = 2 ** 31 - 1;

export function createWatch({ signal, trialMs, graceMs, requestStop }: WatchParts): Watch {
  const killer = new AbortController();
  const timers: NodeJS.Timeout[] = [];
  let overtime: SerializedError | undefined;

  function stop(): void {
    requestStop();
    timers.push(setTimeout(() => killer.abort(), graceMs));
  }

  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop);
  if (trialMs !== null && trialMs <= LONGEST) {
    const end = () => {
      const message = `stopped after ${formatDuration(trialMs)}, the time that budget.trial allows`;
      overtime = { code: 'E_BUDGET', message };
      stop();
    };
    timers.push(setTimeout(end, trialMs));
  }

  const judge = (outcome: TrialOutcome): TrialOutcome =>
    overtime && outcome.state === 'interrupted'
      ? { ...outcome, state: 'stopped', error: overtime }
      : outcome;

  return {
    kill: killer.signal,
    judge,
    outcomesOf: (cohort) =>
      killer.signal.aborted
        ? cohort.map(({ trialId }) => ({ trialId, state: 'interrupted' }))
        : undefined,
    close() {
      signal.removeEventListener('abort', stop);
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
