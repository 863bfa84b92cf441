import type { StepProgress } from '../../core/progress.js';
import type { MadeSnapshot } from '../../core/snapshots/snapshot.js';
import type { Report, TrialEnd } from '../../core/trial.js';

/** What a worker sends while it trains a cohort. */
export type TrainMessage =
  /** An epoch of all trials that still train; the worker then waits for the verdicts on it. */
  | { readonly type: 'epoch'; readonly epoch: number; readonly reports: readonly EpochReport[] }
  /** One per trial, when it ends: others may train on. */
  | { readonly type: 'end'; readonly end: TrialEnd }
  /** Something worth an event row: a dropped partial batch, a clipped cache. */
  | { readonly type: 'note'; readonly trialId: number; readonly message: string }
  /** The cohort's training lies in a file, as yet unsafe. */
  | { readonly type: 'snapshot'; readonly made: MadeSnapshot }
  /** Why there is no snapshot, or why none can be gone on from: then all trials start over. */
  | { readonly type: 'no-snapshot'; readonly why: string; readonly startOver: boolean }
  /** A program is about to be compiled (`training step`): nothing else is heard for up to a minute. */
  | { readonly type: 'compiling'; readonly trialIds: readonly number[]; readonly title: string }
  /** XLA cannot compile here, in its own words: programs run without it, more slowly. */
  | { readonly type: 'not-compiled'; readonly why: string }
  /** Progress inside an epoch, at most a few a second. */
  | {
      readonly type: 'step';
      readonly trialIds: readonly number[];
      readonly progress: StepProgress;
    };

export interface EpochReport {
  readonly trialId: number;
  readonly report: Report;
}
