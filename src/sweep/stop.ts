import type { Budget } from '../core/sweep.js';
import { budgetTimer } from './runners/budget-timer.js';

/** Why a sweep ends before its last trial. */
export type StopReason =
  | 'signal'
  | 'budget'
  | 'disk'
  | 'failures'
  | 'machine'
  /** What the sweep may take of machines is used up. */
  | 'spent'
  /** Another process is to go on with it, cohorts that train now included. */
  | 'leaving'
  | 'broken';

/** Whether cohorts that outlive this process are left to train on, now that `signal` aborted. */
export function leavesCohorts({ reason }: AbortSignal): boolean {
  return reason === LEAVING || reason === BROKEN;
}

const LEAVING: StopReason = 'leaving';
const BROKEN: StopReason = 'broken';

/** The one place that says whether this run goes on. */
export interface Stop {
  /** Aborts when running trials must stop too; its reason is the `StopReason`. */
  readonly signal: AbortSignal;
  /** Aborts when no trial is to start any more. */
  readonly asked: AbortSignal;
  /** The first reason given; undefined: none yet. */
  readonly reason: StopReason | undefined;
  /** What there is to say beside the reason; empty: nothing. */
  readonly detail: string;
  /** No trial starts any more; `running: 'stop'` also stops those that run. */
  request(reason: StopReason, running: 'stop' | 'finish', detail?: string): void;
  close(): void;
}

/** Listens to the user's signal, to the one to leave, and to the budget, which counts from now. */
export function createStop(
  user: AbortSignal,
  { wallMs, onWall }: Pick<Budget, 'wallMs' | 'onWall'>,
  { leave, spent }: { readonly leave?: AbortSignal; readonly spent?: AbortSignal } = {},
): Stop {
  const running = new AbortController();
  const asked = new AbortController();
  let reason: StopReason | undefined;
  let detail = '';

  function request(why: StopReason, fate: 'stop' | 'finish', more = ''): void {
    if (reason === undefined) {
      reason = why;
      detail = more;
    }
    asked.abort();
    if (fate === 'stop') running.abort(why);
  }

  const onUser = () => request('signal', 'stop');
  const onLeave = () => request('leaving', 'stop');
  const onSpent = () => request('spent', onWall, String(spent?.reason));
  const timer = budgetTimer(wallMs, () => request('budget', onWall));
  if (user.aborted) onUser();
  else user.addEventListener('abort', onUser);
  if (leave?.aborted) onLeave();
  else leave?.addEventListener('abort', onLeave);
  if (spent?.aborted) onSpent();
  else spent?.addEventListener('abort', onSpent);

  return {
    signal: running.signal,
    asked: asked.signal,
    get reason() {
      return reason;
    },
    get detail() {
      return detail;
    },
    request,
    close() {
      clearTimeout(timer);
      user.removeEventListener('abort', onUser);
      leave?.removeEventListener('abort', onLeave);
      spent?.removeEventListener('abort', onSpent);
    },
  };
}
