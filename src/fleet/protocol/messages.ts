import type { CohortWork } from '../../core/cohort-work.js';
import type { Provenance } from '../../core/provenance.js';
import type { Report, TrialEnd } from '../../core/trial.js';
import type { Verdict } from '../../core/verdict.js';
import type { SnapshotBlob } from './order.js';

/**
 * What an agent tells of its lease, in order: the events of a `CohortRunner` (sweep/runners/runner.ts)
 * as they cross a network. Taking one in a second time changes nothing.
 */
export type LeaseMessage =
  /** First: it is about to train, on this. */
  | { readonly type: 'begin'; readonly provenance: Provenance }
  /** An epoch of all trials that still train; they wait for the verdicts, a `VerdictsAnswer`. */
  | { readonly type: 'epoch'; readonly epoch: number; readonly reports: readonly TrialReported[] }
  /** A trial has ended. Its checkpoint, if it has one, is among the artifacts by now. */
  | { readonly type: 'end'; readonly end: TrialEnd }
  /** A snapshot is among the artifacts by now. */
  | {
      readonly type: 'snapshot';
      readonly made: SnapshotBlob;
      readonly trialIds: readonly number[];
    }
  | { readonly type: 'no-snapshot'; readonly why: string; readonly startOver: boolean }
  | { readonly type: 'note'; readonly trialId: number; readonly message: string }
  | { readonly type: 'not-compiled'; readonly why: string }
  /** Last: all its trials have ended. */
  | { readonly type: 'done'; readonly work: CohortWork };

export interface TrialReported {
  readonly trialId: number;
  readonly report: Report;
}

/** By trial id. */
export type VerdictsAnswer = Readonly<Record<string, Verdict>>;
