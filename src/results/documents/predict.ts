import type { Prediction } from '../../core/evaluation.js';

/** `thaw predict TRIAL IMAGES --format json`. */
export interface PredictDocument {
  /** Id. */
  readonly trial: number;
  /** One per image; the likeliest class first. */
  readonly predictions: readonly Prediction[];
}

export function predictDocument(
  trial: number,
  predictions: readonly Prediction[],
): PredictDocument {
  return { trial, predictions };
}
