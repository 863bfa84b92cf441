import type { Cut } from './trunk.js';

/** Where the work of the frozen layers is booked, so that each trial is told its share. */
export interface Meter {
  /**
   * `images` were passed once for all that use these cuts; `seconds[c]`: from the cut before
   * `cuts[c]` to it.
   */
  passed(cuts: readonly Cut[], seconds: readonly number[], images: number): void;
  /** `images` were not passed, as an earlier cohort kept them: a trial alone would have done it. */
  inherited(cut: Cut, seconds: number, images: number): void;
}

export const NO_METER: Meter = { passed: () => {}, inherited: () => {} };
