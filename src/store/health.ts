/** How a database's health is looked after; each call opens it anew, and only `repair` writes. */
export interface StoreHealth {
  examine(path: string): readonly StoreFinding[];
  /** @throws {StoreError} it cannot be read. */
  files(path: string): StoreFiles;
  /** Whether all results of `copy`, made of it earlier, are in the database at `path`. */
  holdsAllOf(path: string, copy: string): boolean;
}

/** What an examination of a results database says of one side of it. */
export interface StoreFinding {
  readonly state: 'ok' | 'warning' | 'wrong';
  readonly message: string;
  /** What to do about it; null: nothing. */
  readonly todo: string | null;
  /**
   * Mends it, where that loses nothing: what can be had again from what is there. Returns what was
   * done, in words. @throws {StoreError}
   */
  repair?(): string;
}

/** What only the database knows of the files beside it. */
export interface StoreFiles {
  /** By id. */
  readonly sweeps: ReadonlyMap<number, SweepNeeds>;
  /** Absolute paths of marks that processes left beside the database, and that no sweep reads. */
  readonly marks: readonly string[];
  /** Of cohorts whose trials wait to go on from them. */
  readonly snapshots: readonly KeptSnapshot[];
  /** Trials whose weights should be on disk. */
  readonly kept: readonly KeptWeights[];
}

export interface SweepNeeds {
  /** A process runs it. */
  readonly held: boolean;
  /** Trials of it remain to be run. */
  readonly waiting: boolean;
  /** The largest id that a trial of it has: files of a later one are not this database's. */
  readonly lastTrial: number;
}

export interface KeptSnapshot {
  /** Id. */
  readonly sweep: number;
  /** Its name in the sweep's folder. */
  readonly file: string;
  readonly sha256: string;
  /** How many go on from it. */
  readonly trials: number;
}

export interface KeptWeights {
  /** Id. */
  readonly sweep: number;
  /** Id. */
  readonly trial: number;
  /** SHA-256, hex; null: of a program that did not keep it. */
  readonly checkpointDigest: string | null;
  /** The same of the whole network; null also where there is none. */
  readonly networkDigest: string | null;
}
