import type { Goal, Metric, MetricName } from '../core/sweep.js';
import type { Report } from '../core/trial.js';

export const METRICS = ['val_accuracy', 'val_loss', 'train_accuracy', 'train_loss'] as const;

export const STATES = ['queued', 'running', 'finished', 'stopped', 'diverged', 'failed'] as const;

/** The sweep's own metric, or another one with the goal that its name implies. */
export function metricOf(own: Metric, name: MetricName | undefined): Metric {
  if (name === undefined || name === own.name) return own;
  const goal: Goal = name.endsWith('accuracy') ? 'maximize' : 'minimize';
  return { name, goal };
}

/** A report as JSON and CSV spell it. */
export function reportFields(report: Report) {
  return {
    epoch: report.epoch,
    train_loss: report.trainLoss,
    train_accuracy: report.trainAccuracy,
    val_loss: report.valLoss,
    val_accuracy: report.valAccuracy,
    learning_rate: report.learningRate,
    seconds: report.seconds,
    solo_seconds: report.soloSeconds,
    shared_with: report.sharedWith,
    images_per_second: report.imagesPerSecond,
    peak_memory_bytes: report.peakMemoryBytes,
  };
}

/** The epoch that a best-epoch rule picks; undefined before the first report. */
export function bestReport(reports: readonly Report[], metric: Metric): Report | undefined {
  const sign = metric.goal === 'maximize' ? -1 : 1;
  const loss = (report: Report) => sign * reportFields(report)[metric.name];
  return reports.reduce<Report | undefined>(
    (best, report) => (best === undefined || loss(report) < loss(best) ? report : best),
    undefined,
  );
}
