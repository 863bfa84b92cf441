import type { Trial, TrialOutcome } from '../../../core/trial.js';
import type { Store } from '../../../store/port.js';
import type { SweepObserver } from '../../../sweep/observer.js';
import { type SeenTrial, trialSteps } from './trial-steps.js';

/** Tells what happens to trials that others train, as their rows say it. */
export interface TrialWatch {
  /** Looks at these again. */
  look(trialIds: readonly number[]): Promise<void>;
  isRunning(trialId: number): boolean;
}

/** Those in `trials` are known. `trials`: with or without reports of those that have ended. */
export function watchTrials(
  { readings }: Pick<Store, 'readings'>,
  trials: readonly Trial[],
  observer: Pick<SweepObserver, 'onTrialStart' | 'onReport' | 'onTrialEnd'>,
): TrialWatch {
  const seen = new Map<number, SeenTrial>();
  for (const trial of trials) {
    if (trial.state === 'running') {
      observer.onTrialStart?.(trial);
      for (const report of trial.reports.slice(-1)) observer.onReport?.(trial, report);
    }
    seen.set(trial.id, { state: trial.state, epochs: trial.reports.length });
  }

  async function tell(trial: Trial): Promise<void> {
    const steps = trialSteps(seen.get(trial.id), trial);
    seen.set(trial.id, { state: trial.state, epochs: trial.reports.length });
    for (const step of steps) {
      if (step.is === 'start') observer.onTrialStart?.(trial);
      else if (step.is === 'report') observer.onReport?.(trial, step.report);
      else observer.onTrialEnd?.(trial, await outcomeOf(trial));
    }
  }

  /** As its latest attempt has it. */
  async function outcomeOf({ id, state }: Trial): Promise<TrialOutcome> {
    const attempts = await readings.attempts(id);
    const error = attempts.findLast(({ endedAt }) => endedAt !== null)?.error;
    return {
      trialId: id,
      state: state === 'queued' || state === 'running' ? 'interrupted' : state,
      ...(error && state !== 'finished' ? { error } : {}),
    };
  }

  return {
    isRunning: (id) => seen.get(id)?.state === 'running',
    async look(trialIds) {
      for (let first = 0; first < trialIds.length; first += AT_ONCE) {
        const ids = trialIds.slice(first, first + AT_ONCE);
        const rows = await Promise.all(ids.map((id) => readings.trial(id)));
        for (const trial of rows) if (trial) await tell(trial);
      }
    },
  };
}

/** Readings that are asked for together. */
const AT_ONCE = 8;
