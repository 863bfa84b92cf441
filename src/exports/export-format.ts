import type { Recipe } from '../core/recipe.js';
import type { LeaderboardDocument } from '../results/documents/leaderboard.js';
import type { SweepDocument } from '../results/documents/live/sweep.js';
import type { TrialDocument } from '../results/documents/trial.js';
import type { SweepResults } from './sweep/sweep-results.js';

/**
 * A form in which others read what Thaw made. A new one is a file in `formats/` and a line in
 * `formats/index.ts`. That file loads nothing heavy (`--help` reads it): what writes is imported when
 * it is called.
 */
export type ExportFormat = SweepFormat | TrialFormat;

interface FormatName {
  /** `thaw export --to NAME`. */
  readonly name: string;
  /** One line for `--help`: what is written, and who reads it. */
  readonly summary: string;
  /**
   * What `output` is: a file, by its extension (`.onnx`); a folder; or an address, which has no
   * default.
   */
  readonly writes: `.${string}` | 'folder' | 'address';
}

/**
 * Writes to `output`: the absolute path of a file or folder that is not there yet, whose own folder is
 * there and writable, and nowhere else; it is moved where the user wants it once all is written. Or
 * an address, as the user wrote it. Twice the same gives the same bytes, where the format allows.
 *
 * @returns what a person should know beside the place, a sentence each; most often nothing.
 * @throws {ThawError} or the file system's error as it is, which is told as a `DiskError`.
 */
type Write<Of> = (of: Of, output: string, around: Around) => Promise<readonly string[]>;

/** Of a sweep's results. */
export interface SweepFormat extends FormatName {
  readonly of: 'sweep';
  readonly write: Write<SweepResults>;
}

/** What a format may want to know of the world. */
export interface Around {
  /** Absolute path to which `output` is moved, and what lies there may be replaced; or the address. */
  readonly place: string;
  /** For what an address asks for: tokens, user names. */
  readonly env: Readonly<Record<string, string | undefined>>;
}

/** Of a trial's network. */
export interface TrialFormat extends FormatName {
  readonly of: 'trial';
  readonly write: Write<TrainedModel>;
}

/** A trial's whole network. */
export interface TrainedModel {
  /** A `.safetensors` file in torchvision's names, with what `exportMetadata` says; read-only. */
  readonly weights: string;
  readonly recipe: Recipe;
  /** In the order of the logits. */
  readonly classNames: readonly string[];
  readonly trial: TrialDocument;
  readonly sweep: SweepDocument;
  readonly leaderboard: LeaderboardDocument;
  /** Of Thaw. */
  readonly version: string;
}
