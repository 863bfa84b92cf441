import type { CohortWork } from '../../core/cohort-work.js';
import type { StepProgress } from '../../core/progress.js';
import type { Report, TrialOutcome } from '../../core/trial.js';
import type { TrialTask } from '../../core/trial-task.js';
import type { Verdict } from '../../core/verdict.js';

/** Trials with one trunk key, to be trained together. */
export interface PlannedCohort {
  readonly trials: readonly TrialTask[];
  /** Another cohort with the same key is likely to come to the same worker. */
  readonly followed: boolean;
}

/** What a runner tells while a cohort trains. Each is called on the main thread, in order. */
export interface RunnerEvents {
  /** Once per trial per epoch; the trial waits for the answer. */
  report(trialId: number, report: Report): Verdict;
  /** Exactly once per trial, as soon as it has ended; whatever its fate, a lost worker included. */
  end(outcome: TrialOutcome): void;
  note(trialId: number, message: string): void;
  /** The trials that still train are this far. */
  step(trialIds: readonly number[], progress: StepProgress): void;
}

/** Trains cohorts somewhere else. */
export interface CohortRunner {
  /**
   * Trains the cohort to its end. Rejects only when the runner itself broke. When `signal` aborts,
   * running trials stop after their step and end as `interrupted`. Resolves to what was done and
   * what sharing saved.
   */
  run(cohort: PlannedCohort, events: RunnerEvents, signal: AbortSignal): Promise<CohortWork>;
  close(): Promise<void>;
}
