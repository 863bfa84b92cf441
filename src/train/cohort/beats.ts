import type { Metric } from '../../core/sweep.js';
import type { Report } from '../../core/trial.js';

/** The part of a report that metrics are read from. */
export type Scores = Pick<Report, 'valAccuracy' | 'valLoss' | 'trainAccuracy' | 'trainLoss'>;

const FIELDS = {
  val_accuracy: 'valAccuracy',
  val_loss: 'valLoss',
  train_accuracy: 'trainAccuracy',
  train_loss: 'trainLoss',
} as const;

/** Whether a report is strictly better on the metric: of equal epochs the earlier one stands. */
export function beats(report: Scores, best: Scores, { name, goal }: Metric): boolean {
  const field = FIELDS[name];
  return goal === 'maximize' ? report[field] > best[field] : report[field] < best[field];
}
