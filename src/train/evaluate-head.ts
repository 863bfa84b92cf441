import type { Engine } from './backend.js';
import type { FeatureRows } from './feature-rows.js';
import { crossEntropy } from './loss.js';
import type { Head } from './network.js';

/** Images to measure a head on. */
export interface EvaluationSet {
  readonly rows: FeatureRows;
  /** Class of each image, in the rows' order. */
  readonly labels: Uint16Array;
}

export interface HeadEvaluation {
  /** Mean plain cross-entropy. */
  readonly loss: number;
  /** Fraction of images whose largest logit is their class's. */
  readonly accuracy: number;
  /** Row: true class; column: predicted class. */
  readonly confusion: readonly (readonly number[])[];
}

const BLOCK = 64;

/** Measures a head in inference mode, in blocks; `pause` is called between them and may throw. */
export function evaluateHead(
  { tf }: Engine,
  head: Head,
  { rows, labels }: EvaluationSet,
  classes: number,
  pause: () => void,
): HeadEvaluation {
  const confusion = Array.from({ length: classes }, () => new Array<number>(classes).fill(0));
  let loss = 0;
  let correct = 0;
  for (let from = 0; from < labels.length; from += BLOCK) {
    pause();
    const size = Math.min(BLOCK, labels.length - from);
    const places = Uint32Array.from({ length: size }, (_, i) => from + i);
    const logits = tf.tidy(() => head.predict(rows.take(places)));
    const values = logits.dataSync<'float32'>();
    logits.dispose();
    for (let i = 0; i < size; i += 1) {
      const row = values.subarray(i * classes, (i + 1) * classes);
      const label = labels[from + i]!;
      const predicted = argMax(row);
      loss += crossEntropy(row, label);
      confusion[label]![predicted]! += 1;
      if (predicted === label) correct += 1;
    }
  }
  return { loss: loss / labels.length, accuracy: correct / labels.length, confusion };
}

function argMax(values: Float32Array): number {
  let best = 0;
  for (let i = 1; i < values.length; i += 1) if (values[i]! > values[best]!) best = i;
  return best;
}
