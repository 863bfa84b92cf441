/** `thaw init --format json`. */
export interface InitDocument {
  /** Absolute path of what was written. */
  readonly file: string;
}

/** `thaw export --format json`. */
export interface ExportDocument {
  /** The format's name. */
  readonly to: string;
  /** Id; of a trial its sweep's. */
  readonly sweep: number;
  /** Id; null: the whole sweep was written. */
  readonly trial: number | null;
  /** Absolute path of the file or folder that was written, or the address. */
  readonly file: string;
  /** What else there is to know, a sentence each. */
  readonly notes: readonly string[];
}

/** `thaw plot KIND -o FILE --format json`. */
export interface PlotDocument {
  readonly kind: string;
  /** Absolute path of what was written. */
  readonly file: string;
}

/** `thaw delete SWEEP --format json`. */
export interface DeleteDocument {
  /** Id of the sweep that is gone. */
  readonly deleted: number;
}

/** `thaw backends install NAME --format json`. */
export interface InstallDocument {
  /** The backend's name. */
  readonly installed: string;
  /** Absolute path. */
  readonly folder: string;
}

/** `thaw store migrate URL --format json`. */
export interface MigrateDocument {
  /** Which database, without a password. */
  readonly store: string;
  /** How many migrations were applied before, and are now. */
  readonly from: number;
  readonly to: number;
}
