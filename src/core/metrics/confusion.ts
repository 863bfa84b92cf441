import { sum } from '../lists/sum.js';

/** Row: true class; column: predicted class. */
type Confusion = readonly (readonly number[])[];

/**
 * The mean over classes of the share of their images that is right: accuracy as it would be with as
 * many images of each. Classes without images do not count; NaN: there are none.
 */
export function balancedAccuracy(confusion: Confusion): number {
  const recalls = confusion.flatMap((row, c) => {
    const images = sum(row);
    return images === 0 ? [] : [row[c]! / images];
  });
  return sum(recalls) / recalls.length;
}

/**
 * The mean over classes of F1, the harmonic mean of precision and recall. Classes that neither have
 * images nor were predicted do not count; NaN: there are none.
 */
export function macroF1(confusion: Confusion): number {
  const scores = confusion.flatMap((row, c) => {
    const marked = sum(row) + sum(confusion.map((other) => other[c]!));
    return marked === 0 ? [] : [(2 * row[c]!) / marked];
  });
  return sum(scores) / scores.length;
}
