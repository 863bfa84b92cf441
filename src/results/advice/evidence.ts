import { type Metric, toLoss } from '../../core/metric.js';
import { standingReport } from '../../core/standing.js';
import { keepsBounds } from '../../core/study/bounds.js';
import type { Report, Trial } from '../../core/trial.js';
import { effectsOf, type ParameterEffects } from '../insight/effects.js';
import type { Tried, TriedPoint } from '../insight/tried-points.js';
import type { Judgment } from '../statistics/board.js';

/**
 * What rules look at: a sweep's finished points, best first (those that keep to the sweep's bounds before
 * others), and what stands beside them.
 */
export interface Evidence extends Tried {
  /** The best tenth of the points, from five to twenty; none where fewer than five have finished. */
  readonly good: readonly TriedPoint[];
  /**
   * Matched pairs of a parameter; see `effectsOf`. Where the learning rate varies, too, each value
   * stands by its best one: what is better at rates that nobody would take is no advice.
   */
  effects(name: string): ParameterEffects;
  /** Images of each class that there are to train and validate on; null: not known. */
  readonly classes: ReadonlyMap<string, number> | null;
  /** How sure the sweep's leaderboard is; null: there is nothing to judge. */
  readonly judgment: Judgment | null;
}

/** What does not follow from the points. */
export type Beside = Pick<Evidence, 'classes' | 'judgment'>;

/** Points from which on rules say anything. */
export const FEWEST_GOOD = 5;

export function evidenceOf(tried: Tried, beside: Beside): Evidence {
  const { space, metric, objectives } = tried.sweep.spec;
  const keeps = (point: TriedPoint) =>
    Number(keepsBounds(standingIn(point, metric).metrics, objectives));
  const points = tried.points.toSorted(
    (a, b) => keeps(b) - keeps(a) || toLoss(a.value, metric) - toLoss(b.value, metric),
  );
  const tenth = Math.min(20, Math.max(FEWEST_GOOD, Math.round(points.length / 10)));
  const tries = { points: tried.points, space, metric };
  const known = new Map<string, ParameterEffects>();
  const rate = 'learning_rate';
  const ratesDiffer = new Set(points.map(({ params }) => params[rate])).size > 1;
  return {
    ...tried,
    ...beside,
    points,
    good: points.length < FEWEST_GOOD ? [] : points.slice(0, tenth),
    effects(name) {
      const found =
        known.get(name) ?? effectsOf(tries, name, ratesDiffer && name !== rate ? rate : null);
      known.set(name, found);
      return found;
    },
  };
}

/** The first run of a point. */
export function runOf({ trials }: TriedPoint): Trial {
  return trials[0]!;
}

/** The report that stands for a run of a point. */
export function standingOf(point: TriedPoint, { sweep }: Evidence): Report {
  return standingIn(point, sweep.spec.metric);
}

function standingIn(point: TriedPoint, metric: Metric): Report {
  return standingReport(runOf(point).reports, metric, 'best')!;
}

/** A run's images are mixed, so that its training accuracy says nothing of its fit. */
export function isMixed(point: TriedPoint): boolean {
  const { transforms } = runOf(point).recipe?.trunk.augmentation ?? { transforms: [] };
  return transforms.some(({ type }) => type === 'mixup' || type === 'cutmix');
}

/** Values of a parameter that points have, numbers rising. */
export function numbersOf(points: readonly TriedPoint[], name: string): readonly number[] {
  const values = points.flatMap(({ params }) => {
    const value = params[name];
    return typeof value === 'number' ? [value] : [];
  });
  return [...new Set(values)].sort((a, b) => a - b);
}

/** Whether points differ in a parameter. */
export function varies({ points }: Evidence, name: string): boolean {
  return new Set(points.map(({ params }) => JSON.stringify(params[name]))).size > 1;
}

/** Said of `effects` where each value stands by its best learning rate. */
export function atBest(evidence: Evidence): string {
  return varies(evidence, 'learning_rate') ? ', each at its best learning rate' : '';
}

export function meanOf(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

export function medianOf(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle]! : (sorted[middle - 1]! + sorted[middle]!) / 2;
}
