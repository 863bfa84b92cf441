import { budgetTimer } from './budget-timer.js';

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
  /** The cohort's own time is up. */
  readonly overtime: boolean;
  close(): void;
}

export function createWatch(parts: WatchParts): Watch {
  const { signal, trialMs, trials, graceMs, requestStop } = parts;
  const killer = new AbortController();
  const timers: (NodeJS.Timeout | undefined)[] = [];
  let overtime = false;

  function stop(): void {
    requestStop();
    timers.push(setTimeout(() => killer.abort(), graceMs));
  }

  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop);
  const end = () => {
    overtime = true;
    stop();
  };
  timers.push(budgetTimer(trialMs === null ? null : trialMs * trials, end));

  return {
    kill: killer.signal,
    get overtime() {
      return overtime;
    },
    close() {
      signal.removeEventListener('abort', stop);
      for (const timer of timers) clearTimeout(timer);
    },
  };
}
