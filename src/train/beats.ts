import type { Metric } from '../core/sweep.js';
import type { Report } from '../core/trial.js';

const FIELDS = {
  val_accuracy: 'valAccuracy',
  val_loss: 'valLoss',
  train_accuracy: 'trainAccuracy',
  train_loss: 'trainLoss',
} as const;

/** Whether a report is strictly better on the metric: of equal epochs the earlier one stands. */
export function beats(report: Report, best: Report, { name, goal }: Metric): boolean {
  const field = FIELDS[name];
  return goal === 'maximize' ? report[field] > best[field] : report[field] < best[field];
}
