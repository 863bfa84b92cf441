import type { Json } from '#dist/core/json.js';
import type { Params } from '#dist/core/space.js';
import type { SweepSpec } from '#dist/core/sweep.js';

/** Amounts that a benchmark sets other than its sweep file does. */
export interface Size {
  readonly train: number;
  readonly val: number;
  readonly epochs: number;
}

/** What a benchmark was asked to do. */
export interface Settings {
  readonly mode: 'quick' | 'full';
  readonly backend: string;
  /** As `--workers` takes it. */
  readonly workers: string;
  readonly threads: number;
  /** Ray's trials at once. */
  readonly lanes: number;
  readonly rounds: number;
  /** Null: as the sweep files have it. */
  readonly size: Size | null;
  /** Caps the number of trials; null: as the sweep files have it. */
  readonly trials: number | null;
}

/** A sweep file with changes to it. */
export interface OpenedSweep {
  readonly file: string;
  readonly spec: SweepSpec;
  /** The changes as `thaw run` takes them. */
  readonly args: readonly string[];
}

/** Values of the parameters that decide what a trial costs. */
export type Point = Readonly<Record<string, Json>>;

/** One process of a benchmark, before it has a name. */
export interface UnnamedPiece {
  readonly contender: string;
  readonly sweep: string;
  readonly kind: 'whole' | 'sample';
  readonly round: number;
  readonly size: Size | null;
  readonly trials: number | null;
  /** The one point of a sample; `{}`: one trial of each cost. */
  readonly point?: Point;
}

export interface Piece extends UnnamedPiece {
  readonly id: string;
}

/** A trial as its contender tells of it. */
export interface TrialResult {
  readonly params: Params;
  readonly seconds: number;
  readonly accuracy: number;
}

/** A peer's trial: with the time of each part, so that it can be extrapolated. */
export interface PeerTrialResult extends TrialResult {
  readonly train_seconds: number;
  readonly val_seconds: number;
  readonly epochs: readonly { readonly train_seconds: number; readonly val_seconds: number }[];
}

/** What is kept of a piece. */
export interface PieceResult {
  /** Of Thaw's own code when it ran; null: not known. */
  readonly commit?: string | null;
  readonly version: string;
  readonly seconds: number;
  readonly peakBytes: number | null;
  readonly bestAccuracy: number;
  readonly trials: readonly (TrialResult | PeerTrialResult)[];
}

/** A trial that a peer has told of, kept at once in case the run is cut off. */
export interface Part {
  /** Which run of the piece it was told in, from 0. */
  readonly session: number;
  /** Seconds since that run began. */
  readonly elapsed: number;
  readonly peakBytes: number | null;
  readonly trial: Omit<PeerTrialResult, 'accuracy'> & { readonly val_accuracy: number };
}

/** A piece that ran, its trials with the images that an epoch has. */
export interface FinishedPiece extends Piece {
  readonly result: Omit<PieceResult, 'trials'> & {
    readonly trials: readonly ((TrialResult | PeerTrialResult) & {
      readonly images: { readonly train: number; readonly val: number };
    })[];
  };
}

/** A contender on a sweep, summed up. */
export interface SweepRow {
  readonly sweep: string;
  readonly contender: string;
  /** `reduced`: whole sweep, fewer images; `extrapolated`: from a sample, by number of trials. */
  readonly basis: 'measured' | 'reduced' | 'extrapolated';
  readonly runs: number;
  readonly seconds: number;
  /** Smallest and largest. */
  readonly spread: readonly [number, number];
  readonly bestAccuracy: number | null;
  readonly peakBytes: number | null;
  /** Its seconds over Thaw's; null where Thaw did not run. */
  readonly ratio: number | null;
}

/** One trial alone, by contender. */
export interface SampleRow {
  readonly key: string;
  readonly contenders: readonly {
    readonly contender: string;
    readonly runs: number;
    readonly seconds: number;
    /** To `thaw-alone`; null where no round has both. */
    readonly ratio: number | null;
  }[];
}
