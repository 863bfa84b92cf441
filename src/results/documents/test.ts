import type { Evaluation } from '../../core/evaluation.js';
import type { MetricName } from '../../core/metric.js';
import type { Trained } from '../open-trained.js';

/** A trial measured on the test split. */
export interface Tested {
  readonly trained: Trained;
  readonly evaluation: Evaluation;
  /** How often the test split was read for this trial, this time included. */
  readonly timesRead: number;
}

/** `thaw test TRIAL --format json`. */
export interface TestDocument {
  /** Id. */
  readonly trial: number;
  /** Id. */
  readonly sweep: number;
  readonly images: number;
  readonly accuracy: number;
  readonly loss: number;
  /** What the sweep ranked it by, at the epoch whose weights were kept. */
  readonly val: {
    readonly metric: MetricName;
    readonly value: number | null;
    readonly epoch: number | null;
  };
  readonly times_read: number;
  /** Names, in label order. */
  readonly classes: readonly string[];
  /** Counts. Row: true class; column: predicted class. */
  readonly confusion: readonly (readonly number[])[];
}

export function testDocument({ trained, evaluation, timesRead }: Tested): TestDocument {
  const { trial, sweep, classNames, value, epoch } = trained;
  return {
    trial: trial.id,
    sweep: sweep.id,
    images: evaluation.images,
    accuracy: evaluation.accuracy,
    loss: evaluation.loss,
    val: { metric: sweep.spec.metric.name, value, epoch },
    times_read: timesRead,
    classes: classNames,
    confusion: evaluation.confusion,
  };
}
