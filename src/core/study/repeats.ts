/** How often points are trained, each time with draws of its own over the same images. */
export interface Repeats {
  /** Runs of each point, or of each of the best, the first one included. */
  readonly n: number;
  /** How many of the best points are trained again once all have ended; null: all, at once. */
  readonly top: number | null;
}

/** Where a sweep says nothing. */
export const NO_REPEATS: Repeats = { n: 1, top: null };
