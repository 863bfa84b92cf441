import type { Metric, Metrics } from '../core/metric.js';
import { eachMetric, METRIC_NAMES } from '../core/metric.js';
import { standingReport } from '../core/standing.js';
import type { Report } from '../core/trial.js';

/** Names of a report's fields, in their order. */
export const REPORT_FIELDS = [
  'epoch',
  ...METRIC_NAMES,
  'learning_rate',
  'seconds',
  'solo_seconds',
  'shared_with',
  'images_per_second',
  'peak_memory_bytes',
] as const satisfies readonly (keyof ReportFields)[];

/** A report as JSON and CSV spell it. */
export interface ReportFields extends Metrics {
  /** From 0. */
  readonly epoch: number;
  /** At the epoch's first step. */
  readonly learning_rate: number;
  /** This trial's share of the time. */
  readonly seconds: number;
  /** What the epoch would have taken had the trial been alone. */
  readonly solo_seconds: number;
  /** The trial whose training this was, too; null: its own. */
  readonly shared_with: number | null;
  readonly images_per_second: number;
  readonly peak_memory_bytes: number;
}

export function reportFields(report: Report): ReportFields {
  return {
    epoch: report.epoch,
    ...eachMetric((name) => report.metrics[name]),
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
  return standingReport(reports, metric, 'best');
}
