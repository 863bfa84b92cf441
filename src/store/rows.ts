import type { Json } from '../core/json.js';
import type { Goal, Metric, MetricName, Metrics, Rule } from '../core/metric.js';
import type { Provenance } from '../core/provenance.js';
import type { Recipe } from '../core/recipe.js';
import type { Params } from '../core/space.js';
import type { Objective } from '../core/study/objective.js';
import type { SweepSpec } from '../core/sweep.js';
import type { Report, SerializedError, Trial } from '../core/trial.js';
import type { FinalState, StateCounts, TrialState } from '../core/trial-state.js';

export type SweepState = 'running' | 'interrupted' | 'finished' | 'failed';

export interface SweepRow {
  readonly id: number;
  readonly name: string;
  readonly state: SweepState;
  /** Of one that has not ended: somebody asked for that. Absent: nobody did, or nobody can. */
  readonly rests?: 'paused' | 'cancelled';
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

/** What came of adding a snapshot. */
export interface AddedSnapshot {
  readonly id: number;
  /** Trials that go on from it. */
  readonly trialIds: readonly number[];
  /** Files that no trial goes on from any more. */
  readonly dropped: readonly string[];
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
  /** Attempts of one name were taken together; null: by a program that did not say. */
  readonly cohort: string | null;
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

export interface Changes {
  /** To go on from; means something to this database alone. */
  readonly cursor: string;
  /** Ids of those that were laid down, changed or removed. */
  readonly sweeps: readonly number[];
  /** Ids of those that were laid down or changed, each once, by the id of their sweep. */
  readonly trials: ReadonlyMap<number, readonly number[]>;
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
  /** What says which epoch stands for a trial; absent: the metric itself. */
  readonly by?: Metric;
  /** What trials are compared by, of which rows tell the values: those outside bounds come last. */
  readonly objectives?: readonly Objective[];
  /** Only these states; absent: all that have ended, and others that have a report. */
  readonly states?: readonly TrialState[];
  /** Only these, by id. */
  readonly trials?: readonly number[];
  /** Only trials whose params hold these values; a name also matches an object of that `type`. */
  readonly where?: Readonly<Record<string, Json>>;
  readonly top?: number;
}

export interface LeaderboardRow {
  /**
   * From 1; null for trials that have no place: not finished, outside the bounds of an objective, or
   * made of something else.
   */
  readonly rank: number | null;
  /** Which accepted change of data or weights it comes after; 0: as the sweep began. */
  readonly change: number;
  readonly trial: number;
  readonly number: number;
  /** As `Trial` has them. */
  readonly point: number;
  readonly replicate: number;
  readonly state: TrialState;
  readonly value: number | null;
  /** Epoch the value is of, from 0. */
  readonly epoch: number | null;
  /** Epochs reported. */
  readonly epochs: number;
  readonly seconds: number;
  /** How many numbers its optimizer stepped; null: not known. */
  readonly parameters: number | null;
  /** At that epoch; null: no objectives were asked for, or it has no report. */
  readonly metrics: Metrics | null;
  /** Whether it keeps to the bounds of the objectives. */
  readonly feasible: boolean;
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
