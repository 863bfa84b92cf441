import type { Prediction, UnreadImage } from '../../core/evaluation.js';
import type { Format } from '../parsing/shared-flags.js';

export type PredictFormat = Format | 'jsonl';

export type Predicted = Prediction | UnreadImage;

/** A way to write predictions as they come: text before them, of some of them, and behind them. */
export interface PredictionForm {
  begin(trial: number): string;
  some(predicted: readonly Predicted[]): string;
  end(): string;
}

export function isRead(each: Predicted): each is Prediction {
  return 'classes' in each;
}
