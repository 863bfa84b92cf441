import type { Recipe } from '../core/recipe.js';
import type { Database } from '../results/database.js';
import type { LeaderboardDocument } from '../results/documents/leaderboard.js';
import type { CurvesDocument } from '../results/documents/live/curves.js';
import type { SweepDocument } from '../results/documents/live/sweep.js';
import type { TrialDocument } from '../results/documents/trial.js';

/**
 * A form in which others read what Thaw made. A new one is a file in `formats/` and a line in
 * `formats/index.ts`.
 */
export type ExportFormat = SweepFormat | TrialFormat;

interface FormatName {
  /** `thaw export --to NAME`. */
  readonly name: string;
  /** One line for `--help`: what is written, and who reads it. */
  readonly summary: string;
  /** Of the file, such as `.onnx`; null: it writes a folder, or to an address. */
  readonly extension: string | null;
}

/** Of a sweep's results. */
export interface SweepFormat extends FormatName {
  readonly of: 'sweep';
  /**
   * Writes to `output`: the absolute path of a file or folder that is not there yet or may be written
   * over, or an address (`--output http://...`). Returns what was written, as a person is told.
   *
   * @throws {ThawError}
   */
  write(results: SweepResults, output: string): Promise<readonly string[]>;
}

/** Everything of a sweep that is passed on. */
export interface SweepResults {
  readonly database: Database;
  readonly sweep: SweepDocument;
  readonly leaderboard: LeaderboardDocument;
  /** By number, with all reports. */
  readonly trials: readonly TrialDocument[];
  readonly curves: CurvesDocument;
  readonly version: string;
}

/** Of a trial's network. */
export interface TrialFormat extends FormatName {
  readonly of: 'trial';
  write(network: TrainedModel, output: string): Promise<readonly string[]>;
}

/** A trial's whole network. */
export interface TrainedModel {
  /** A `.safetensors` file in torchvision's names; read-only. */
  readonly weights: string;
  readonly recipe: Recipe;
  readonly classNames: readonly string[];
  readonly trial: TrialDocument;
  readonly sweep: SweepDocument;
  readonly leaderboard: LeaderboardDocument;
  readonly version: string;
}
