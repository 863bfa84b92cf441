import { budgetTimer } from './runners/budget-timer.js';

/** Why a sweep ends before its last trial. */
export type StopReason = 'signal' | 'budget' | 'failures' | 'broken';

/** The one place that says whether this run goes on. */
export interface Stop {
  /** Aborts when running trials must stop too. */
  readonly signal: AbortSignal;
  /** The first reason given; undefined: none yet. */
  readonly reason: StopReason | undefined;
  /** No trial starts any more; `running: 'stop'` also stops those that run. */
  request(reason: StopReason, running: 'stop' | 'finish'): void;
  close(): void;
}

/** Listens to the user's signal and to the budget, which counts from now. */
export function createStop(user: AbortSignal, wallMs: number | null): Stop {
  const running = new AbortController();
  let reason: StopReason | undefined;

  function request(why: StopReason, fate: 'stop' | 'finish'): void {
    reason ??= why;
    if (fate === 'stop') running.abort();
  }

  const onUser = () => request('signal', 'stop');
  const timer = budgetTimer(wallMs, () => request('budget', 'stop'));
  if (user.aborted) onUser();
  else user.addEventListener('abort', onUser);

  return {
    signal: running.signal,
    get reason() {
      return reason;
    },
    request,
    close() {
      clearTimeout(timer);
      user.removeEventListener('abort', onUser);
    },
  };
}
