import type { StepProgress } from '../core/progress.js';
import type { Report, Trial, TrialOutcome } from '../core/trial.js';

/** What a running sweep tells whoever shows it. Plain data; every call is on the main thread. */
export interface SweepObserver {
  /** Once, before the first trial of this run starts. */
  onSweepStart?(start: SweepStart): void;
  /** How many trials the whole sweep has turned out to have, where it is not what was told. */
  onTotal?(total: number | null): void;
  onTrialStart?(trial: Trial): void;
  /** Progress of trials that train together inside an epoch, a few times a second at most. */
  onStep?(trialIds: readonly number[], progress: StepProgress): void;
  /** These trials wait for a program of this title (`training step`) to be compiled. */
  onCompiling?(trialIds: readonly number[], title: string): void;
  /** `trial.reports` holds the new report already. */
  onReport?(trial: Trial, report: Report): void;
  /** Something a user should know, though it stops nothing. */
  onRemark?(message: string): void;
  /** `trial.state` is the state after it: `queued` for an interrupted one. */
  onTrialEnd?(trial: Trial, outcome: TrialOutcome): void;
}

export interface SweepStart {
  /** How many trials the whole sweep has; null: until the sampler has no more. */
  readonly total: number | null;
  /** Trials in a final state already: they are not run again. */
  readonly ended: number;
  /** Trials that a dead process left running: queued again, or given up. */
  readonly recovered: { readonly requeued: number; readonly failed: number };
}
