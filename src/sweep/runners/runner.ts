import type { CohortWork } from '../../core/cohort-work.js';
import type { StepProgress } from '../../core/progress.js';
import type { Provenance } from '../../core/provenance.js';
import type {
  MadeSnapshot,
  SnapshotOrders,
  SnapshotSource,
  StoredSnapshot,
} from '../../core/snapshots/snapshot.js';
import type { Report, TrialEnd, TrialTask } from '../../core/trial.js';
import type { Verdict } from '../../core/verdict.js';

/** Trials with one trunk key, to be trained together. */
export interface PlannedCohort {
  /** As attempts name it. */
  readonly name: string;
  readonly trials: readonly TrialTask[];
  /** Another cohort with the same key is likely to come to the same worker. */
  readonly followed: boolean;
  /** Where their training goes on from; null: from the beginning. */
  readonly from: SnapshotSource | null;
  /** The same as its row promises it; absent: there is none, or this process keeps no rows. */
  readonly stored?: StoredSnapshot | undefined;
  /** Null: no snapshots are taken. */
  readonly snapshots: SnapshotOrders | null;
  /** Where to write how far it is, for whoever finds the process dead; null: nowhere. */
  readonly placeFile: string | null;
}

/**
 * What a runner tells while a cohort trains. Each is called on the main thread, in order, the next
 * only once the one before has resolved.
 */
export interface RunnerEvents {
  /**
   * Exactly once, before all others: the cohort is about to train on this one of the workers, or on
   * one that is described. Not at all where it did not come to that before a stop.
   */
  begin(worker: number | Provenance): Promise<void>;
  /**
   * An epoch of all trials of the cohort that still train; they wait for the answer: a verdict on
   * each, by trial id.
   */
  epoch(
    reports: readonly { readonly trialId: number; readonly report: Report }[],
  ): Promise<ReadonlyMap<number, Verdict>>;
  /** Exactly once per trial, as soon as it has ended; whatever its fate, a lost worker included. */
  end(end: TrialEnd): Promise<void>;
  note(trialId: number, message: string): Promise<void>;
  /** Not in order with the others: the cohort trains on meanwhile. */
  snapshot(made: MadeSnapshot): Promise<void>;
  /** Why there is no snapshot. `startOver`: none can be gone on from, and reports begin anew. */
  noSnapshot(why: string, startOver: boolean): Promise<void>;
  /** These trials wait for a program of this title (`training step`), up to a minute. */
  compiling(trialIds: readonly number[], title: string): void;
  /** Programs run without XLA, which said why. */
  notCompiled(why: string): Promise<void>;
  /** The trials that still train are this far. */
  step(trialIds: readonly number[], progress: StepProgress): void;
  /** Why trials were told to pause or stop, by id; absent: this process does not decide. */
  readonly reasons?: ReadonlyMap<number, string>;
}

/** A cohort that trains already: whoever listened to it is gone. */
export interface LeftCohort extends Required<Pick<RunnerEvents, 'reasons'>> {
  /** As attempts name it. */
  readonly name: string;
  readonly trialIds: readonly number[];
  /** Whether its `begin` has certainly taken effect. */
  readonly hasBegun: boolean;
}

/** Of a runner whose workers do not end with the process that listens to them. */
export interface Left {
  cohorts(): Promise<readonly LeftCohort[]>;
  /**
   * As `run`, from where the one before stopped listening. The last event it took in may come again,
   * and those of trials that have ended.
   */
  goOn(
    cohort: LeftCohort,
    events: RunnerEvents,
    signal: AbortSignal,
    asked: AbortSignal,
  ): Promise<CohortWork>;
}

/** Trains cohorts somewhere else. */
export interface CohortRunner {
  /**
   * Trains the cohort to its end. Rejects only when the runner itself or an event's answer broke.
   * When `signal` aborts, running trials stop after their step and end as `interrupted`; but where
   * that `leavesCohorts` (stop.ts) and there is `left`, it resolves at once, and they train on.
   * When `asked` aborts, a cohort that has not begun may be left at that. Resolves to what was done and
   * what sharing saved.
   */
  run(
    cohort: PlannedCohort,
    events: RunnerEvents,
    signal: AbortSignal,
    asked?: AbortSignal,
  ): Promise<CohortWork>;
  close(): Promise<void>;
  /** Absent: cohorts end with this process. */
  readonly left?: Left;
}
