/** Which images make a batch. */
export interface BatchImages {
  readonly epoch: number;
  readonly step: number;
  /** Images of the epoch before this batch. */
  readonly from: number;
  /** Rows of the training split. */
  readonly rows: Uint32Array;
}

export interface BatchPlace extends BatchImages {
  /** The n-th batch after it in its epoch; null: there is none. */
  readonly later: (after: number) => BatchImages | null;
}
