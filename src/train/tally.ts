import { argMax } from './arg-max.js';
import { createCalibration } from './calibration.js';
import { logSumExp } from './step/loss.js';

/** A head measured on images. */
export interface HeadEvaluation {
  /** Mean plain cross-entropy. */
  readonly loss: number;
  /** Standard deviation of the cross-entropy between images. */
  readonly lossDeviation: number;
  /** Fraction of images whose largest logit is their class's. */
  readonly accuracy: number;
  /** Row: true class; column: predicted class. */
  readonly confusion: readonly (readonly number[])[];
  /** Which images were right, in the rows' order: `Report.rights`. */
  readonly rights: Uint8Array;
  /** Expected calibration error, in [0, 1]. */
  readonly calibrationError: number;
  /** Time of this head alone, frozen layers left out. */
  readonly seconds: number;
}

export interface Tally {
  /** The next images, in order. */
  add(logits: Float32Array, labels: Uint16Array): void;
  spend(seconds: number): void;
  result(): HeadEvaluation;
}

/** Adds up what a head makes of `all` images. */
export function createTally(classes: number, all: number): Tally {
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  const rights = new Uint8Array(Math.ceil(all / 8));
  const calibration = createCalibration();
  let images = 0;
  let loss = 0;
  /** Of losses around their mean (Welford 1962): a plain sum of squares would lose digits. */
  let squares = 0;
  let mean = 0;
  let correct = 0;
  let seconds = 0;

  function add(logits: Float32Array, from: number, label: number): void {
    const predicted = argMax(logits, from, from + classes) - from;
    const scale = logSumExp(logits, from, from + classes);
    const own = scale - logits[from + label]!;
    loss += own;
    const off = own - mean;
    mean += off / (images + 1);
    squares += off * (own - mean);
    confusion[label]![predicted]! += 1;
    calibration.add(Math.exp(logits[from + predicted]! - scale), predicted === label);
    if (predicted === label) {
      correct += 1;
      rights[images >> 3]! |= 1 << (images & 7);
    }
    images += 1;
  }

  return {
    add(logits, labels) {
      for (const [i, label] of labels.entries()) add(logits, i * classes, label);
    },
    spend(more) {
      seconds += more;
    },
    result: () => ({
      loss: loss / images,
      lossDeviation: Math.sqrt(squares / Math.max(1, images - 1)),
      accuracy: correct / images,
      confusion,
      rights,
      calibrationError: calibration.error(),
      seconds,
    }),
  };
}
