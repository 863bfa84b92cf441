import type { Prediction, UnreadImage } from '../../core/evaluation.js';

/** `thaw predict TRIAL IMAGES --format json`. */
export interface PredictDocument {
  /** Id. */
  readonly trial: number;
  /** One per image; the likeliest class first. */
  readonly predictions: readonly Prediction[];
  /** Images that could not be read, and why. */
  readonly unread: readonly UnreadImage[];
}
