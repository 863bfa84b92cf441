import { eachMetric, type MetricName } from '../../../core/metric.js';
import type { Report } from '../../../core/trial.js';

/** A row of `reports`; null stands for what is no finite number. */
export interface ReportColumns {
  readonly epoch: number;
  /** JSON: a value by name, null for what is no number. */
  readonly metrics: string;
  readonly learning_rate: number | null;
  readonly seconds: number | null;
  readonly images_per_second: number | null;
  readonly peak_memory_bytes: number | null;
  /** Null in databases from before sharing: what a trial took, it took alone. */
  readonly solo_seconds: number | null;
  readonly shared_with: number | null;
}

export function fromReport(report: Report): ReportColumns {
  return {
    epoch: report.epoch,
    metrics: JSON.stringify(report.metrics),
    learning_rate: finite(report.learningRate),
    seconds: finite(report.seconds),
    images_per_second: finite(report.imagesPerSecond),
    peak_memory_bytes: finite(report.peakMemoryBytes),
    solo_seconds: finite(report.soloSeconds),
    shared_with: report.sharedWith,
  };
}

export function toReport(row: ReportColumns): Report {
  const values = JSON.parse(row.metrics) as Readonly<Partial<Record<MetricName, number | null>>>;
  return {
    epoch: row.epoch,
    metrics: eachMetric((name) => values[name] ?? Number.NaN),
    learningRate: row.learning_rate ?? Number.NaN,
    seconds: row.seconds ?? Number.NaN,
    imagesPerSecond: row.images_per_second ?? Number.NaN,
    peakMemoryBytes: row.peak_memory_bytes ?? Number.NaN,
    soloSeconds: row.solo_seconds ?? row.seconds ?? Number.NaN,
    sharedWith: row.shared_with,
  };
}

export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
