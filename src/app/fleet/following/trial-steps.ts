import type { Report, Trial } from '../../../core/trial.js';
import type { TrialState } from '../../../core/trial-state.js';

/** As much of a trial as was told of it. */
export interface SeenTrial {
  readonly state: TrialState;
  /** Reports. */
  readonly epochs: number;
}

/** What happened to a trial, in order, since it was seen last. */
export type TrialStep =
  | { readonly is: 'start' }
  | { readonly is: 'report'; readonly report: Report }
  /** It has ended, or waits again. */
  | { readonly is: 'end' };

/** `seen` undefined: it was laid down since. What came and went between two looks is not told. */
export function trialSteps(seen: SeenTrial | undefined, now: Trial): readonly TrialStep[] {
  const { state, epochs } = seen ?? { state: 'queued', epochs: 0 };
  const { reports } = now;
  const wasRunning = state === 'running';
  const isRunning = now.state === 'running';
  // One that started over has fewer reports than before, or other ones.
  const fresh = reports.slice(reports.length < epochs ? 0 : epochs);
  const hasEnded = !isRunning && now.state !== 'queued';
  const isNew = state !== now.state || fresh.length > 0;
  if (!isNew) return [];
  const starts = !wasRunning && (isRunning || fresh.length > 0 || hasEnded);
  const ends = !isRunning && (wasRunning || starts);
  return [
    ...(starts ? [{ is: 'start' } as const] : []),
    ...fresh.map((report) => ({ is: 'report', report }) as const),
    ...(ends ? [{ is: 'end' } as const] : []),
  ];
}
