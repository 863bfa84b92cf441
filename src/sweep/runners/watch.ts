import type { SerializedError, TrialOutcome } from '../../core/trial.js';
import type { TrialTask } from '../../core/trial-task.js';
import { formatDuration } from '../format-duration.js';

export interface WatchParts {
  readonly signal: AbortSignal;
  /** Milliseconds that a trial may take: the cohort may take as much for each of its trials. */
  readonly trialMs: number | null;
  readonly trials: number;
  readonly graceMs: number;
  requestStop(): void;
}

/** Guards one cohort's run: passes stop requests on, keeps its budget, gives up on a deaf thread. */
export interface Watch {
  /** Aborts when the thread let a stop request go unheard. */
  readonly kill: AbortSignal;
  /** An `interrupted` trial whose time was up is `stopped`: it does not run again. */
  judge(outcome: TrialOutcome): TrialOutcome;
  /** What becomes of the trials left on a thread that was ended here; undefined: it was not. */
  outcomesOf(left: readonly TrialTask[]): readonly TrialOutcome[] | undefined;
  close(): void;
}

/** The longest time `setTimeout` can wait; longer budgets are no limit in practice. */
const LONGEST = 2 ** 31 - 1;

export function createWatch(parts: WatchParts): Watch {
  const { signal, trialMs, trials, graceMs, requestStop } = parts;
  const killer = new AbortController();
  const timers: NodeJS.Timeout[] = [];
  let overtime: SerializedError | undefined;

  function stop(): void {
    requestStop();
    timers.push(setTimeout(() => killer.abort(), graceMs));
  }

  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop);
  if (trialMs !== null && trialMs * trials <= LONGEST) {
    const end = () => {
      const message = `stopped after ${formatDuration(trialMs)}, the time that budget.trial allows`;
      overtime = { code: 'E_BUDGET', message };
      stop();
    };
    timers.push(setTimeout(end, trialMs * trials));
  }

  const judge = (outcome: TrialOutcome): TrialOutcome =>
    overtime && outcome.state === 'interrupted' && !outcome.error
      ? { ...outcome, state: 'stopped', error: overtime }
      : outcome;

  return {
    kill: killer.signal,
    judge,
    outcomesOf: (left) =>
      killer.signal.aborted
        ? left.map(({ trialId }) => ({ trialId, state: 'interrupted' }))
        : undefined,
    close() {
      signal.removeEventListener('abort', stop);
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
