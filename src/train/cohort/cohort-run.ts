import type { StepProgress } from '../../core/progress.js';
import type { MadeSnapshot } from '../../core/snapshots/snapshot.js';
import type { Report, TrialEnd } from '../../core/trial.js';
import type { Verdict } from '../../core/verdict.js';
import type { Batches } from './batches/batches.js';
import type { CohortState } from './cohort-state.js';
import type { Ledger } from './ledger.js';
import type { Member } from './member.js';
import type { PreparedCohort } from './prepare-cohort.js';
import type { SnapshotTaker } from './snapshot/snapshot-taker.js';
import type { StepDropout } from './step-dropout.js';

/** What every part of a cohort's training works with. */
export interface CohortRun {
  readonly cohort: PreparedCohort;
  readonly batches: Batches;
  readonly dropout: StepDropout;
  readonly ledger: Ledger;
  readonly hooks: CohortHooks;
  readonly state: CohortState;
  /** Trials whose weights the sweep keeps. */
  readonly keep: number;
  /** Null: none are to be taken. */
  readonly snapshots: SnapshotTaker | null;
}

/** What a cohort says and asks while it trains. */
export interface CohortHooks {
  /** Hands over an epoch's numbers of all that still train, and waits for what to do. */
  epoch(epoch: number, reports: readonly MemberReport[]): Verdicts;
  /** A trial ended; the others train on. */
  end(member: Member, end: End): void;
  /** A branch broke: its trials end here, unless this throws. */
  fail(members: readonly Member[], error: unknown): void;
  note(member: Member, message: string): void;
  /** A snapshot was written, as yet unsafe. */
  snapshot(made: MadeSnapshot): void;
  /** Why there is no snapshot; told once. */
  noSnapshot(why: string): void;
  /** The one that was to be gone on from is of no use: all trials start over. */
  startOver(why: string): void;
  /** The snapshot before is not safe yet. */
  isSaving(): boolean;
  step(members: readonly Member[], progress: StepProgress): void;
  /** @throws {Interrupted} a stop was asked for. */
  pause(): void;
}

export interface MemberReport {
  readonly member: Member;
  readonly report: Report;
}

/** What each trial is to do after an epoch; `interrupt`: all are to stop. */
export type Verdicts = ((member: Member) => Verdict) | 'interrupt';

export type End = Omit<TrialEnd, 'trialId'>;

/** Does a branch's work; where it breaks, its trials fail and the others go on. */
export function keepGoing<Result>(
  members: readonly Member[],
  hooks: Pick<CohortHooks, 'fail'>,
  work: () => Result,
): Result | undefined {
  try {
    return work();
  } catch (error) {
    hooks.fail(members, error);
    return undefined;
  }
}
