import type { Json } from '../core/json.js';
import type { Goal, MetricName, Rule } from '../core/metric.js';
import type { DataListing } from '../core/prints/data-listing.js';
import type { MadeOf } from '../core/prints/fingerprint.js';
import type { Provenance } from '../core/provenance.js';
import type { Recipe } from '../core/recipe.js';
import type { Params } from '../core/space.js';
import type { SweepSpec } from '../core/sweep.js';
import type { Report, SerializedError, Trial, TrialOutcome } from '../core/trial.js';
import type { FinalState, StateCounts, TrialState } from '../core/trial-state.js';

/**
 * `create`: make the database if it is missing. `write`: it must be there. `read`: it must be there,
 * and nothing is written.
 */
export type Access = 'create' | 'write' | 'read';

/**
 * The results database, as three ports. Any process may read; one at a time writes what concerns a
 * sweep, the one that holds its lock. Calls take effect in the order in which they are made.
 *
 * Every method rejects with a `StoreError` when the database fails.
 */
export interface Store {
  readonly queue: Queue;
  readonly log: Log;
  readonly readings: Readings;
  close(): Promise<void>;
}

/** Sweeps and their trials as work: laid down, taken, given back, ended. */
export interface Queue {
  createSweep(sweep: { spec: SweepSpec; file: string; source: string }): Promise<number>;
  updateSweep(
    id: number,
    change: { state?: SweepState; backend?: string; spec?: SweepSpec },
  ): Promise<void>;
  /** Removes the sweep and all that hangs on it. */
  deleteSweep(id: number): Promise<void>;
  /**
   * Takes the sweep for this process; again: renews.
   * @throws {StoreError} another live process holds it.
   */
  lock(sweepId: number): Promise<void>;
  unlock(sweepId: number): Promise<void>;

  /** Lays trials down, queued. */
  add(sweepId: number, trials: readonly NewTrial[]): Promise<readonly Trial[]>;
  /**
   * Opens an attempt of each and clears the reports of earlier ones. `made`: what they are made of
   * from now on; absent: not known.
   */
  take(trialIds: readonly number[], provenance: Provenance, made?: MadeOf): Promise<void>;
  /** Closes the attempts. A late call for a closed one changes nothing. */
  end(outcomes: readonly TrialOutcome[]): Promise<void>;
  /**
   * Gives a sweep's running trials back, for a process about to leave at once: their attempts end as
   * `interrupted`, and what it leaves is no crash.
   */
  giveBack(sweepId: number): Promise<void>;
  /**
   * Ends attempts that a dead process left running as `crashed`. `fateOf` says what becomes of a
   * trial under which so many processes have died, this one included. Returns how many of each.
   */
  recover(sweepId: number, fateOf: (deaths: number) => Fate): Promise<Recovered>;
  /** The epoch whose weights are on disk; null: they are gone. */
  setCheckpointEpoch(trialId: number, epoch: number | null): Promise<void>;
  /** SHA-256 of the trial's whole network on disk; null: it is gone. */
  setNetwork(trialId: number, digest: string | null): Promise<void>;
  /** Keeps what a fingerprint's `data` is the digest of. */
  keepListing(digest: string, listing: DataListing): Promise<void>;
  /** The recipes of trials that older programs laid down without, or whose data has moved. */
  setRecipes(recipes: ReadonlyMap<number, Recipe>): Promise<void>;
}

/** What happens, in order: added to, never changed. */
export interface Log {
  /** Late reports, of trials that have ended, change nothing. */
  report(reports: readonly TrialReport[]): Promise<void>;
  addEvent(event: NewEvent): Promise<void>;
  /** `after`: the cursor, an event's id; only later ones. */
  events(
    sweepId: number,
    only?: { readonly trialId?: number; readonly after?: number },
  ): Promise<readonly EventRow[]>;
  addTest(test: Omit<TestRow, 'at'>): Promise<void>;
}

/** What there is to see. A snapshot: read again after each write. */
export interface Readings {
  sweep(id: number): Promise<SweepRow | undefined>;
  /** Newest first. */
  sweeps(): Promise<readonly SweepRow[]>;
  trial(id: number): Promise<Trial | undefined>;
  /** By number. */
  trials(sweepId: number): Promise<readonly Trial[]>;
  attempts(trialId: number): Promise<readonly AttemptRow[]>;
  tests(trialId: number): Promise<readonly TestRow[]>;
  /** Ids of the first and the last trial; null: the sweep has none. */
  idRange(sweepId: number): Promise<{ readonly first: number; readonly last: number } | null>;
  /** Epoch whose weights are on disk; null: none. */
  checkpointEpoch(trialId: number): Promise<number | null>;
  /** Of a trial's files, as they were written. */
  digests(trialId: number): Promise<KeptDigests>;
  /** What a trial is made of; null: it never trained, or that is not known. */
  madeOf(trialId: number): Promise<MadeOf | null>;
  /** All that the sweep's trials are made of, the latest change last. */
  allMadeOf(sweepId: number): Promise<readonly (MadeOf & { readonly trials: readonly number[] })[]>;
  /** Null: there is none of that digest. */
  listing(digest: string): Promise<DataListing | null>;
  /** Trials whose weights are on disk, by number. */
  withCheckpoint(sweepId: number): Promise<readonly number[]>;
  /** Trials under which a process died. */
  crashed(sweepId: number): Promise<ReadonlySet<number>>;
  /** The first trial that failed, and why. */
  firstFailure(sweepId: number): Promise<Failure | null>;
  /** Finished trials of the latest sweeps on a backend, and how long each took or would have alone. */
  trained(backend: string, sweeps: number): Promise<readonly TrainedTrial[]>;
  leaderboard(sweepId: number, query: LeaderboardQuery): Promise<readonly LeaderboardRow[]>;
}

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
  /** The backend that `auto` became; null until known. */
  readonly backend: string | null;
  readonly createdAt: string;
  readonly counts: StateCounts;
}

/** SHA-256 (hex) of a trial's files; null: there is none, or an older program wrote it. */
export interface KeptDigests {
  readonly checkpoint: string | null;
  readonly network: string | null;
}

export interface NewTrial extends Pick<Trial, 'number' | 'point' | 'replicate' | 'params'> {
  readonly recipe: Recipe | null;
  /** The program that resolved the recipe. */
  readonly version: string;
  /** What a sampler that looks had seen when it proposed the point; null: it does not look. */
  readonly seen: Json;
}

export interface TrialReport {
  readonly trialId: number;
  readonly report: Report;
}

/** What becomes of a trial under which a process died, and why in words. */
export interface Fate {
  readonly state: 'queued' | 'failed';
  readonly error: SerializedError;
}

export interface Recovered {
  readonly requeued: number;
  readonly failed: number;
}

/** One try at running a trial. `crashed`: the process died under it. */
export interface AttemptRow {
  readonly id: number;
  readonly trialId: number;
  readonly state: 'running' | 'interrupted' | 'crashed' | FinalState;
  readonly startedAt: string;
  readonly endedAt: string | null;
  readonly error: SerializedError | null;
  /** Null: made by a program that did not say. */
  readonly provenance: Provenance | null;
}

export interface NewEvent {
  readonly sweepId: number;
  /** Null: of the sweep as a whole. */
  readonly trialId: number | null;
  readonly kind: string;
  readonly message: string;
}

export interface EventRow extends Omit<NewEvent, 'sweepId'> {
  /** Rises with every event: a cursor to go on from. */
  readonly id: number;
  readonly at: string;
}

export interface Failure {
  readonly trialId: number;
  /** Null: nothing is known. */
  readonly message: string | null;
}

export interface TrainedTrial {
  readonly recipe: Recipe;
  readonly soloSeconds: number;
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
  /** From 1; null for trials that have no place: not finished, or made of something else. */
  readonly rank: number | null;
  /** Which accepted change of data or weights it comes after; 0: as the sweep began. */
  readonly change: number;
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
