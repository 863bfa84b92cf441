/** What the steps of an epoch so far add up to. */
export interface Totals {
  /** Sums over images: of plain cross-entropy, of right answers, of ones. */
  readonly loss: number;
  readonly correct: number;
  readonly images: number;
}

export const NOTHING: Totals = { loss: 0, correct: 0, images: 0 };

/** A loss that was not finite: nothing was changed by that step, or by any after it. */
export interface Breakdown {
  readonly loss: number;
  /** Steps before it, since the totals began. */
  readonly steps: number;
}
