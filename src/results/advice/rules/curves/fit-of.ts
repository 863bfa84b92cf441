import type { TriedPoint } from '../../../insight/tried-points.js';
import { type Evidence, FEWEST_GOOD, isMixed, meanOf, standingOf } from '../../evidence.js';

/** How well good points know the images that they train on, and others. */
export interface Fit {
  /** Those whose training images were not mixed: of others training accuracy says nothing. */
  readonly points: readonly TriedPoint[];
  /** Mean accuracies at their best epochs, in [0, 1]. */
  readonly train: number;
  readonly val: number;
}

/** Null: there are too few. */
export function fitOf(evidence: Evidence): Fit | null {
  const points = evidence.good.filter((point) => !isMixed(point));
  if (points.length < FEWEST_GOOD) return null;
  const at = points.map((point) => standingOf(point, evidence).metrics);
  return {
    points,
    train: meanOf(at.map((metrics) => metrics.train_accuracy)),
    val: meanOf(at.map((metrics) => metrics.val_accuracy)),
  };
}
