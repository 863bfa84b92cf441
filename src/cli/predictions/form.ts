import type { Prediction } from '../../core/evaluation.js';
import type { PredictDocument } from '../../results/documents/predict.js';
import type { Format } from '../parsing/shared-flags.js';

export type PredictFormat = Format | 'jsonl';

/** An entry of the document, of either list. */
export type Predicted = PredictDocument['predictions' | 'unread'][number];

/** A way to write predictions as they come: text before them, of some of them, and behind them. */
export interface PredictionForm {
  begin(trial: number): string;
  some(predicted: readonly Predicted[]): string;
  end(): string;
}

export function isRead(each: Predicted): each is Prediction {
  return 'classes' in each;
}
