/** `thaw init --format json`. */
export interface InitDocument {
  /** Absolute path of what was written. */
  readonly file: string;
}

/** `thaw export TRIAL --format json`. */
export interface ExportDocument {
  /** Id. */
  readonly trial: number;
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
