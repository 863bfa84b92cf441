import type { Evaluation } from '../../core/evaluation.js';
import type { MetricName } from '../../core/metric.js';
import type { Interval } from '../../search/statistics/wilson.js';
import type { Trained } from '../open-trained.js';
import {
  accuracyInterval,
  type ClassAccuracy,
  classAccuracies,
  macroAccuracy,
  meanInterval,
} from '../statistics/class-accuracies.js';

/** A trial measured on the test split. */
export interface Tested {
  readonly trained: Trained;
  readonly evaluation: Evaluation;
  /** How often the test split was read for this trial, this time included. */
  readonly timesRead: number;
  /** Other trials of the sweep that it was read for. */
  readonly others: readonly number[];
}

/** `thaw test TRIAL --format json`. */
export interface TestDocument {
  /** Id. */
  readonly trial: number;
  /** Id. */
  readonly sweep: number;
  readonly images: number;
  readonly accuracy: number;
  /** 95 %, on new images; so is that of the loss. */
  readonly accuracy_interval: Interval;
  readonly loss: number;
  readonly loss_interval: Interval;
  /** Mean of the accuracies of the classes. */
  readonly macro_accuracy: number | null;
  /** Expected calibration error over 15 bins, in [0, 1]. */
  readonly calibration_error: number;
  /** What the sweep ranked it by, at the epoch whose weights were kept. */
  readonly val: {
    readonly metric: MetricName;
    readonly value: number | null;
    readonly epoch: number | null;
  };
  readonly times_read: number;
  /** Other trials of the sweep that the test split was read for. */
  readonly also_read_for: readonly number[];
  /** Names, in label order. */
  readonly classes: readonly string[];
  /** Of each class, in their order. */
  readonly class_accuracies: readonly ClassAccuracy[];
  /** Counts. Row: true class; column: predicted class. */
  readonly confusion: readonly (readonly number[])[];
}

export function testDocument({ trained, evaluation, timesRead, others }: Tested): TestDocument {
  const { trial, sweep, classNames, value, epoch } = trained;
  const { images, accuracy, loss, lossDeviation, calibrationError, confusion } = evaluation;
  const ofClasses = classAccuracies(confusion);
  return {
    trial: trial.id,
    sweep: sweep.id,
    images,
    accuracy,
    accuracy_interval: accuracyInterval(accuracy, images),
    loss,
    loss_interval: meanInterval(loss, lossDeviation, images),
    macro_accuracy: macroAccuracy(ofClasses),
    calibration_error: calibrationError,
    val: { metric: sweep.spec.metric.name, value, epoch },
    times_read: timesRead,
    also_read_for: others,
    classes: classNames,
    class_accuracies: ofClasses,
    confusion,
  };
}
