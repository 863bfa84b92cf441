import type { BackendInfo } from '../core/backend-info.js';
import type { Issue } from '../core/errors.js';
import type { Progress } from '../core/progress.js';
import type { BestTrial } from '../results/best-trial.js';
import type { PlannedRoom } from '../results/documents/plan.js';
import type { SweepRow } from '../store/port.js';
import type { SweepObserver } from '../sweep/observer.js';

/**
 * What a use case tells while it is at work; its result is the end. Plain data; every call is on the
 * main thread.
 */
export interface Observer extends SweepObserver {
  onNote?(note: Note): void;
  /** Fetching, decoding or exporting has come this far. */
  onPart?(part: Part): void;
  /** The parts told so far are all there will be of this preparation. */
  onPartsEnd?(): void;
  /** What the sweep that is to start will take, and what is free. */
  onRoom?(room: PlannedRoom): void;
  /** All that a sweep needs is there; it starts next. */
  onSweepReady?(ready: SweepReady): void;
}

/** Something a user should know, though it stops nothing. */
export type Note =
  | { readonly kind: 'message'; readonly message: string }
  /** About the sweep file. */
  | { readonly kind: 'warning'; readonly issue: Issue }
  /** Images that cannot be read were left out. */
  | { readonly kind: 'skipped'; readonly images: readonly string[] }
  /** The database was an older program's: it was brought up to date, and a copy was kept. */
  | { readonly kind: 'upgraded'; readonly file: string; readonly backup: string }
  /** Another sweep of the same file could be resumed. */
  | { readonly kind: 'unfinished'; readonly sweep: SweepRow };

/** One thing that is fetched, decoded or exported. */
export interface Part extends Progress {
  /** Since it began. */
  readonly seconds: number;
}

export interface SweepReady {
  readonly sweep: SweepRow;
  /** Trials there are to run; null: not known. */
  readonly remaining: number | null;
  /** What trains it: workers of this machine, or machines that share results of this name. */
  readonly on:
    | { readonly backend: BackendInfo; readonly workers: number }
    | { readonly machines: string };
  /** Of the trials that finished before this run, and are made of the same; null: none did. */
  readonly best: BestTrial | null;
  /** Which accepted change of images or weights its trials come after; 0: none. */
  readonly change: number;
}
