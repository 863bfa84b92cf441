import type { Json } from '../core/json.js';
import type { Params } from '../core/space.js';
import type { Goal, MetricName, Rule, SweepSpec } from '../core/sweep.js';
import type { Report, SerializedError, Trial, TrialOutcome, TrialState } from '../core/trial.js';

export type SweepState = 'running' | 'interrupted' | 'finished' | 'failed';

export interface SweepRow {
  readonly id: number;
  readonly name: string;
  readonly state: SweepState;
  readonly spec: SweepSpec;
  /** Absolute path of the sweep file, as it was. */
  readonly file: string;
  /** The file's text, as it was. */
  readonly source: string;
  /** Class names in label order; null until the data was prepared. */
  readonly classNames: readonly string[] | null;
  /** The backend that `auto` became; null until known. */
  readonly backend: string | null;
  readonly createdAt: string;
  readonly counts: Readonly<Record<TrialState, number>>;
}

/** One try at running a trial. `crashed`: the process died under it. */
export interface AttemptRow {
  readonly id: number;
  readonly trialId: number;
  readonly state: 'running' | 'interrupted' | 'crashed' | Exclude<TrialState, 'queued' | 'running'>;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly error: SerializedError | null;
}

export interface EventRow {
  readonly at: string;
  readonly trialId: number | null;
  readonly kind: string;
  readonly message: string;
}

export interface LeaderboardQuery {
  readonly metric: MetricName;
  readonly goal: Goal;
  readonly rule: Rule;
  /** Only these states; absent: all that have ended, and others that have a report. */
  readonly states?: readonly TrialState[];
  /** Only trials whose params hold these values; a name also matches an object of that `type`. */
  readonly where?: Readonly<Record<string, Json>>;
  readonly top?: number;
}

export interface LeaderboardRow {
  /** From 1; null for trials that have no place (failed, diverged, stopped, running). */
  readonly rank: number | null;
  readonly trial: number;
  readonly number: number;
  readonly state: TrialState;
  readonly value: number | null;
  /** Epoch the value is of, from 0. */
  readonly epoch: number | null;
  /** Epochs reported. */
  readonly epochs: number;
  readonly seconds: number;
  readonly params: Params;
}

/** A reading of the test split; each is kept, so that it can be seen how often it was looked at. */
export interface TestRow {
  readonly trialId: number;
  readonly at: string;
  readonly images: number;
  readonly loss: number;
  readonly accuracy: number;
}

/** The results database. Synchronous; one writer at a time, the main thread of one process. */
export interface Store {
  createSweep(sweep: { spec: SweepSpec; file: string; source: string }): number;
  sweep(id: number): SweepRow | undefined;
  /** Newest first. */
  sweeps(): readonly SweepRow[];
  updateSweep(
    id: number,
    change: { state?: SweepState; backend?: string; classNames?: readonly string[] },
  ): void;
  /** Removes the sweep and all that hangs on it. */
  deleteSweep(id: number): void;
  /**
   * Takes the sweep for this process.
   * @throws {StoreError} another live process holds it.
   */
  lockSweep(id: number): void;
  unlockSweep(id: number): void;
  /**
   * Ends attempts that a dead process left running as `crashed` and requeues their trials; a trial
   * that was so lost twice becomes `failed`. Returns how many of each.
   */
  recoverSweep(id: number): { readonly requeued: number; readonly failed: number };
  /**
   * Ends running attempts as `interrupted` and queues their trials again, for a process about to
   * leave at once: what it leaves is no crash.
   */
  interruptSweep(id: number): void;

  addTrials(
    sweepId: number,
    trials: readonly { number: number; params: Params }[],
  ): readonly Trial[];
  trial(id: number): Trial | undefined;
  /** By number. */
  trials(sweepId: number): readonly Trial[];
  /** Opens an attempt of each and clears the reports of earlier ones. */
  startTrials(trialIds: readonly number[]): void;
  report(trialId: number, report: Report): void;
  /** Closes the attempt. A late call for a closed one changes nothing. */
  finishTrial(outcome: TrialOutcome): void;
  attempts(trialId: number): readonly AttemptRow[];
  /** Epoch whose weights are on disk; null: none. */
  checkpointEpoch(trialId: number): number | null;
  setCheckpointEpoch(trialId: number, epoch: number | null): void;

  addEvent(sweepId: number, trialId: number | null, kind: string, message: string): void;
  events(sweepId: number, trialId?: number): readonly EventRow[];
  addTest(test: Omit<TestRow, 'at'>): void;
  tests(trialId: number): readonly TestRow[];

  leaderboard(sweepId: number, query: LeaderboardQuery): readonly LeaderboardRow[];
  close(): void;
}
