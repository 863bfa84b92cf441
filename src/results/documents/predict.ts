import type { Prediction, UnreadImage } from '../../core/evaluation.js';

/**
 * `thaw predict TRIAL IMAGES --format json`. As lines (`jsonl`) a `Prediction` or an `UnreadImage` per
 * image, in the order in which they were named.
 */
export interface PredictDocument {
  /** Id. */
  readonly trial: number;
  /** One per image; the likeliest class first. */
  readonly predictions: readonly Prediction[];
  /** Images that could not be read, and why. */
  readonly unread: readonly UnreadImage[];
}
