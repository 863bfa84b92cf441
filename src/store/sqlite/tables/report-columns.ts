import type { Report } from '../../../core/trial.js';

/** A row of `reports`; null stands for what is no finite number. */
export interface ReportColumns {
  readonly epoch: number;
  readonly train_loss: number | null;
  readonly train_accuracy: number | null;
  readonly val_loss: number | null;
  readonly val_accuracy: number | null;
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
    train_loss: finite(report.trainLoss),
    train_accuracy: finite(report.trainAccuracy),
    val_loss: finite(report.valLoss),
    val_accuracy: finite(report.valAccuracy),
    learning_rate: finite(report.learningRate),
    seconds: finite(report.seconds),
    images_per_second: finite(report.imagesPerSecond),
    peak_memory_bytes: finite(report.peakMemoryBytes),
    solo_seconds: finite(report.soloSeconds),
    shared_with: report.sharedWith,
  };
}

export function toReport(row: ReportColumns): Report {
  return {
    epoch: row.epoch,
    trainLoss: row.train_loss ?? Number.NaN,
    trainAccuracy: row.train_accuracy ?? Number.NaN,
    valLoss: row.val_loss ?? Number.NaN,
    valAccuracy: row.val_accuracy ?? Number.NaN,
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
