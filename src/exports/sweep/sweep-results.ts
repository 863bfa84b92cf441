import type { Recipe } from '../../core/recipe.js';
import type { Report, SerializedError } from '../../core/trial.js';
import type { LeaderboardRow, SweepRow } from '../../store/port.js';

/** A sweep as formats of its results take it. */
export interface SweepResults {
  readonly sweep: SweepRow;
  /** By number: each trial with the values that stand for it, all metrics among them. */
  readonly rows: readonly LeaderboardRow[];
  /** By number. Read one after another, anew at each call: there may be a million reports. */
  trials(): AsyncIterable<ExportedTrial>;
  /** Of Thaw. */
  readonly version: string;
}

export interface ExportedTrial {
  readonly row: LeaderboardRow;
  /** Null: its params make none. */
  readonly recipe: Recipe | null;
  /** By epoch. */
  readonly reports: readonly Report[];
  /** When its first attempt began; null: none has. */
  readonly startedAt: Date | null;
  /** When it came to its final state; null: it has not. */
  readonly endedAt: Date | null;
  /** Why, where it did not finish. */
  readonly error: SerializedError | null;
}
