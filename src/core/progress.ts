/** One line of progress on long work. `done` and `total` in `unit`; total null while unknown. */
export interface Progress {
  readonly type: 'progress';
  readonly label: string;
  readonly done: number;
  readonly total: number | null;
  readonly unit: 'bytes' | 'images' | 'trials' | 'rows' | 'files';
}

/** `step` steps of `steps` are done in `epoch` (from 0); `epochs`: those of the longest trial. */
export interface StepProgress {
  readonly epoch: number;
  readonly epochs: number;
  readonly step: number;
  readonly steps: number;
}
