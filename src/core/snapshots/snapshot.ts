import type { Provenance } from '../provenance.js';
import type { SnapshotRule } from './snapshot-rule.js';

/** How far training is: so many whole epochs, and so many steps of the next. */
export interface Position {
  readonly epoch: number;
  readonly step: number;
}

/**
 * The training of a cohort as it was at one moment, in a file: its trials go on from there as if
 * nothing had happened. Users read of it as the cohort's checkpoint.
 */
export interface Snapshot extends Position {
  /** Its name in the sweep's folder. */
  readonly file: string;
  /** Of the whole file, in hex. */
  readonly sha256: string;
  readonly bytes: number;
}

/** A snapshot that trials wait to go on from. */
export interface StoredSnapshot extends Snapshot {
  readonly id: number;
  /** What it was made by and on. */
  readonly provenance: Provenance;
  /** By id. */
  readonly trialIds: readonly number[];
}

/** A snapshot that a worker wrote; the main thread makes it safe, and the one to go on from. */
export interface MadeSnapshot extends Position {
  /** Its file as yet; without `.part` it is the snapshot's own name. */
  readonly part: string;
  /** Of the whole file, in hex. */
  readonly sha256: string;
  readonly bytes: number;
  readonly trialIds: readonly number[];
}

/** What the name of a snapshot ends in whose trials were paused: they wait until they are promoted. */
export const PAUSED_ENDING = '.paused.snapshot';

/** When a worker is to take snapshots of its cohort, and where they go. */
export interface SnapshotOrders extends SnapshotRule {
  /** Path that their names begin with. */
  readonly base: string;
}

/** A snapshot to go on from, its digest as it was when it was made. */
export interface SnapshotSource extends Position {
  readonly path: string;
  readonly sha256: string;
}
