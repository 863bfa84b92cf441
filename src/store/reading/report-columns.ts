import { eachMetric, type MetricName, type Metrics } from '../../core/metric.js';
import type { Report } from '../../core/trial.js';
import { readOr, SHAPES } from './documents.js';

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
  /** Null: not known. */
  readonly rights: Buffer | null;
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
    rights: report.rights ? Buffer.from(report.rights) : null,
  };
}

/** `onDamage`: told of what cannot be read, where the rest can. */
export function toReport(
  row: ReportColumns & { readonly trial_id: number },
  onDamage: (message: string) => void,
): Report {
  const what = `epoch ${row.epoch} of trial ${row.trial_id}`;
  const values = readMetrics(row.metrics, what, onDamage);
  return {
    epoch: row.epoch,
    metrics: allMetrics(values),
    learningRate: row.learning_rate ?? Number.NaN,
    seconds: row.seconds ?? Number.NaN,
    imagesPerSecond: row.images_per_second ?? Number.NaN,
    peakMemoryBytes: row.peak_memory_bytes ?? Number.NaN,
    soloSeconds: row.solo_seconds ?? row.seconds ?? Number.NaN,
    sharedWith: row.shared_with,
    ...(row.rights ? { rights: Uint8Array.from(row.rights) } : {}),
  };
}

type StoredMetrics = Readonly<Partial<Record<MetricName, number | null>>>;

export function readMetrics(
  json: string,
  what: string,
  onDamage: (message: string) => void,
): StoredMetrics {
  return readOr<StoredMetrics>({}, onDamage, json, SHAPES.metrics, what);
}

/** `alone`: what stands in for `training_seconds` where they do not say; null: nothing. */
export function allMetrics(stored: StoredMetrics, alone: number | null = null): Metrics {
  const all = eachMetric((name) => stored[name] ?? Number.NaN);
  return alone === null ? all : { ...all, training_seconds: alone };
}

export function finite(value: number): number | null {
  return Number.isFinite(value) ? value : null;
}
