import type { Metric, MetricName, Metrics } from '../core/metric.js';
import type { DataListing } from '../core/prints/data-listing.js';
import type { MadeOf } from '../core/prints/fingerprint.js';
import type { Provenance } from '../core/provenance.js';
import type { Recipe } from '../core/recipe.js';
import type { Death, Deaths, Fate } from '../core/snapshots/death.js';
import type { Snapshot, StoredSnapshot } from '../core/snapshots/snapshot.js';
import type { SweepSpec } from '../core/sweep.js';
import type { Trial, TrialOutcome } from '../core/trial.js';
import type {
  AddedSnapshot,
  AttemptRow,
  Changes,
  EventRow,
  Failure,
  KeptDigests,
  LeaderboardQuery,
  LeaderboardRow,
  NewEvent,
  NewTrial,
  Recovered,
  SweepRow,
  SweepState,
  TestRow,
  TrainedTrial,
  TrialReport,
} from './rows.js';

export type * from './rows.js';

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
  /** Lays a sweep down and takes its lock; returns its id, which is larger than `after` (0). */
  createSweep(sweep: {
    readonly spec: SweepSpec;
    readonly file: string;
    readonly source: string;
    readonly after?: number;
  }): Promise<number>;
  updateSweep(
    id: number,
    change: { state?: SweepState; backend?: string; spec?: SweepSpec; source?: string },
  ): Promise<void>;
  /** Removes the sweep and all that hangs on it. */
  deleteSweep(id: number): Promise<void>;
  /**
   * Takes the sweep for this process, and keeps it until `unlock`, with signs of life at intervals.
   * Where it can't be told at once whether another holder lives, it waits for such a sign. `onLost` is
   * told if the sweep is lost all the same, or what was stored can't be: from then on every call fails
   * and changes nothing, and whatever runs should stop.
   *
   * @throws {StoreError} another live process holds it.
   */
  lock(sweepId: number, onLost?: () => void): Promise<void>;
  unlock(sweepId: number): Promise<void>;

  /** Lays trials down, queued. */
  add(sweepId: number, trials: readonly NewTrial[]): Promise<readonly Trial[]>;
  /**
   * Opens an attempt of each. Of the reports of earlier ones it keeps those of the first `epochs`
   * epochs (none). `cohort` names those that are taken together; `made`: what they are made of from
   * now on; absent: not known.
   */
  take(
    trialIds: readonly number[],
    provenance: Provenance,
    made?: MadeOf,
    from?: { readonly cohort?: string; readonly epochs?: number },
  ): Promise<void>;
  /** Closes the attempts. A late call for a closed one changes nothing. */
  end(outcomes: readonly TrialOutcome[]): Promise<void>;
  /**
   * Ends trials that wait, as they were paused and go on no more; how their latest attempts ended is
   * taken back for it. Others stay as they are.
   */
  endPaused(outcomes: readonly TrialOutcome[]): Promise<void>;
  /** Lets trials that have ended run once more, and keeps the reason as an event of each. */
  requeue(trialIds: readonly number[], why: string): Promise<void>;
  /**
   * Gives a sweep's running trials back, for a process about to leave at once: their attempts end as
   * `interrupted`, and what it leaves is no crash, even where that can't be written any more.
   */
  giveBack(sweepId: number): Promise<void>;
  /**
   * Ends attempts that a dead process left running as `crashed`. `fateOf` says what becomes of a
   * trial under which a process died. Returns how many of each. Attempts of cohorts `apart` (by name)
   * stay as they are: they run elsewhere.
   */
  recover(
    sweepId: number,
    fateOf: (death: Death) => Fate,
    apart?: ReadonlySet<string>,
  ): Promise<Recovered>;
  /**
   * Lets trials go on from this snapshot and no other, but for those that ended or whose reports do
   * not come that far.
   */
  addSnapshot(
    sweepId: number,
    snapshot: Snapshot & Pick<StoredSnapshot, 'provenance'>,
    trialIds: readonly number[],
  ): Promise<AddedSnapshot>;
  /** These trials start over; those that run now, too: their reports go. */
  leaveSnapshots(trialIds: readonly number[]): Promise<void>;
  /** Forgets the snapshots that no trial goes on from any more; returns their files. */
  tidySnapshots(sweepId: number): Promise<readonly string[]>;
  /** The epoch whose weights are on disk; null: they are gone. */
  setCheckpointEpoch(trialId: number, epoch: number | null): Promise<void>;
  /** SHA-256 of the trial's whole network on disk; null: it is gone. */
  setNetwork(trialId: number, digest: string | null): Promise<void>;
  /** Keeps what a fingerprint's `data` is the digest of. */
  keepListing(digest: string, listing: DataListing): Promise<void>;
  /** The recipes of trials that older programs laid down without, or whose data has moved. */
  setRecipes(recipes: ReadonlyMap<number, Recipe>): Promise<void>;
}

/**
 * What happens, in order: added to, never changed. Where another program has the database locked,
 * reports and events count as taken once they are kept to be written; what then keeps them from that
 * fails all later calls.
 */
export interface Log {
  /**
   * Late reports, of trials that have ended, change nothing. `rights` are kept of a trial's last
   * epoch and of its best ones on the validation images; those of others may be forgotten.
   */
  report(reports: readonly TrialReport[]): Promise<void>;
  addEvent(event: NewEvent): Promise<void>;
  /** `after`: the cursor, an event's id; only later ones. */
  events(
    sweepId: number,
    only?: { readonly trialId?: number; readonly after?: number },
  ): Promise<readonly EventRow[]>;
  addTest(test: Omit<TestRow, 'at'>): Promise<void>;
  /**
   * What changed since the cursor, in what there is to see of sweeps and trials; without one: nothing,
   * and the cursor of now. Null: that cursor is not of this database.
   */
  changes(after?: string): Promise<Changes | null>;
}

/** What there is to see. A snapshot: read again after each write. */
export interface Readings {
  /**
   * Another one than before if anything was written meanwhile, by whomever; costs next to nothing. Null:
   * what lies at the database's place now is not what was opened, and wants to be opened anew.
   */
  stamp(): Promise<string | null>;
  sweep(id: number): Promise<SweepRow | undefined>;
  /** Newest first. */
  sweeps(): Promise<readonly SweepRow[]>;
  trial(id: number): Promise<Trial | undefined>;
  /** By number. `reports: 'open'`: without those of trials that have ended, which may be a million. */
  trials(sweepId: number, only?: { readonly reports: 'open' }): Promise<readonly Trial[]>;
  /** Which validation images these trials got right at these epochs; those of which that is known. */
  rights(
    at: readonly { readonly trial: number; readonly epoch: number }[],
  ): Promise<ReadonlyMap<number, Uint8Array>>;
  /** A metric's values of these trials, by epoch; NaN where it was no number. */
  curves(
    trialIds: readonly number[],
    metric: MetricName,
  ): Promise<ReadonlyMap<number, readonly number[]>>;
  /**
   * Of each of these trials all metrics of the epoch that stands for it: its best by `metric`, as
   * `standingReport` finds it. None of one that has reported nothing.
   */
  standings(trialIds: readonly number[], metric: Metric): Promise<ReadonlyMap<number, Metrics>>;
  attempts(trialId: number): Promise<readonly AttemptRow[]>;
  /** Those of all trials of a sweep, in the order in which they began. */
  allAttempts(sweepId: number): Promise<readonly AttemptRow[]>;
  tests(trialId: number): Promise<readonly TestRow[]>;
  /** Trials of the sweep that were measured on the test split, ascending. */
  tested(sweepId: number): Promise<readonly number[]>;
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
  /** Queued trials under which a process died since they last came further than ever before. */
  deaths(sweepId: number): Promise<ReadonlyMap<number, Deaths>>;
  /** What trials can go on from, oldest first. */
  snapshots(sweepId: number): Promise<readonly StoredSnapshot[]>;
  /** What its latest attempt ran on; null: there is none, or that is not known. */
  ranOn(sweepId: number): Promise<Provenance | null>;
  /** The first trial that failed, and why. */
  firstFailure(sweepId: number): Promise<Failure | null>;
  /**
   * Finished trials of the latest sweeps on a backend, and how long each took or would have alone;
   * `among`: only sweeps of these ids count.
   */
  trained(
    backend: string,
    sweeps: number,
    among?: readonly number[],
  ): Promise<readonly TrainedTrial[]>;
  leaderboard(sweepId: number, query: LeaderboardQuery): Promise<readonly LeaderboardRow[]>;
}
