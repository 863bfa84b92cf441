import { normalQuantile } from '../../search/spaces/quantiles.js';
import { type Interval, wilson } from '../../search/statistics/wilson.js';

/** How a network does on the images of one class. */
export interface ClassAccuracy {
  readonly images: number;
  /** Null: there is no image of it. */
  readonly accuracy: number | null;
  /** 95 %, Wilson's; null as above. */
  readonly interval: Interval | null;
}

/** Of each class by its row of the confusion matrix (true class by predicted class). */
export function classAccuracies(
  confusion: readonly (readonly number[])[],
): readonly ClassAccuracy[] {
  return confusion.map((row, own) => {
    const images = row.reduce((sum, count) => sum + count, 0);
    if (images === 0) return { images, accuracy: null, interval: null };
    const accuracy = row[own]! / images;
    return { images, accuracy, interval: wilson(accuracy, images, Z) };
  });
}

/** The mean over classes that have images: small classes count as much as large ones. */
export function macroAccuracy(classes: readonly ClassAccuracy[]): number | null {
  const known = classes.flatMap(({ accuracy }) => accuracy ?? []);
  return known.length === 0 ? null : known.reduce((sum, each) => sum + each, 0) / known.length;
}

/** 95 %, of the share of all images there could be that a network gets right. */
export function accuracyInterval(accuracy: number, images: number): Interval {
  return wilson(accuracy, images, Z);
}

/** 95 %, of a mean of very many. */
export function meanInterval(mean: number, deviation: number, images: number): Interval {
  const half = (Z * deviation) / Math.sqrt(images);
  return { low: mean - half, high: mean + half };
}

const Z = normalQuantile(0.975);
