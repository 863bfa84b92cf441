import type { Metric } from '../core/sweep.js';
import type { Report } from '../core/trial.js';

/** A report's metric as a loss: lower is better, and what is no number is worst of all. */
export function metricLoss(report: Report, metric: Metric): number {
  const value = metricValue(report, metric);
  const loss = metric.goal === 'maximize' ? -value : value;
  return Number.isNaN(loss) ? Number.POSITIVE_INFINITY : loss;
}

/** A report's metric as the sweep file names it. */
export function metricValue(report: Report, { name }: Metric): number {
  const { valAccuracy, valLoss, trainAccuracy, trainLoss } = report;
  return {
    val_accuracy: valAccuracy,
    val_loss: valLoss,
    train_accuracy: trainAccuracy,
    train_loss: trainLoss,
  }[name];
}
