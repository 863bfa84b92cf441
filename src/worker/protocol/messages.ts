import type { StepProgress } from '../../core/progress.js';
import type { Report, TrialOutcome } from '../../core/trial.js';

/** What a worker sends while it trains a cohort. */
export type TrainMessage =
  /** One per trial per epoch; the worker then waits for that epoch's verdict. */
  | { readonly type: 'report'; readonly trialId: number; readonly report: Report }
  /** One per trial, when it ends: others may train on. */
  | { readonly type: 'end'; readonly outcome: TrialOutcome }
  /** Something worth an event row: a dropped partial batch, a clipped cache. */
  | { readonly type: 'note'; readonly trialId: number; readonly message: string }
  /** Progress inside an epoch, at most a few a second. */
  | {
      readonly type: 'step';
      readonly trialIds: readonly number[];
      readonly progress: StepProgress;
    };
