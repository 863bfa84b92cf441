import type { AtBudget } from '../../core/sweep.js';
import type { SerializedError } from '../../core/trial.js';
import { formatDuration } from '../../core/words/format-duration.js';
import { budgetTimer } from './budget-timer.js';
import { createWatchdog, type WatchdogParts } from './watchdog.js';

export interface WatchParts extends Pick<WatchdogParts, 'pulse' | 'patienceMs'> {
  readonly signal: AbortSignal;
  /** Milliseconds that a trial may take: the cohort may take as much for each of its trials. */
  readonly trialMs: number | null;
  /** `finish`: nothing is stopped then, but `overtime` says so. */
  readonly onTrial: AtBudget;
  readonly trials: number;
  readonly graceMs: number;
  requestStop(): void;
}

/** Guards one cohort's run: passes stop requests on, keeps its budget, gives up on a deaf thread. */
export interface Watch {
  /** Aborts when the thread let a stop request go unheard, or gets nowhere. */
  readonly kill: AbortSignal;
  /** The cohort's own time is up. */
  readonly overtime: boolean;
  /** Why the thread was ended, if it got nowhere. */
  readonly stalled: SerializedError | undefined;
  /** The thread said something. */
  heard(): void;
  close(): void;
}

export function createWatch(parts: WatchParts): Watch {
  const { signal, trialMs, onTrial, trials, graceMs, requestStop, pulse, patienceMs } = parts;
  const killer = new AbortController();
  const timers: (NodeJS.Timeout | undefined)[] = [];
  let overtime = false;
  let stalled: SerializedError | undefined;
  let messages = 0;

  function stop(): void {
    requestStop();
    timers.push(setTimeout(() => killer.abort(), graceMs));
  }

  if (signal.aborted) stop();
  else signal.addEventListener('abort', stop);
  const end = () => {
    overtime = true;
    if (onTrial === 'stop') stop();
  };
  timers.push(budgetTimer(trialMs === null ? null : trialMs * trials, end));
  const watchdog = createWatchdog({
    pulse: () => pulse() + messages,
    patienceMs,
    stalled(ms) {
      // Asked to stop already: it is ended for that.
      if (signal.aborted || (overtime && onTrial === 'stop')) return;
      const message = `its worker got nowhere for ${formatDuration(Math.round(ms / 1000) * 1000)}; it was ended, and replaced`;
      stalled = { code: 'E_STALLED', message };
      killer.abort();
    },
  });

  return {
    kill: killer.signal,
    get overtime() {
      return overtime;
    },
    get stalled() {
      return stalled;
    },
    heard() {
      messages += 1;
    },
    close() {
      signal.removeEventListener('abort', stop);
      for (const timer of timers) clearTimeout(timer);
      watchdog.close();
    },
  };
}
