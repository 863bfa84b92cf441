import { groupBy } from '../../core/lists/group-by.js';
import { lossOf, type Metric } from '../../core/metric.js';
import type { Params } from '../../core/space.js';
import { standingReport } from '../../core/standing.js';
import type { Trial } from '../../core/trial.js';
import { countStates, type StateCounts } from '../../core/trial-state.js';
import type { Readings, SweepRow } from '../../store/port.js';

/** A point of a sweep that has finished, and what is known of it. */
export interface TriedPoint {
  readonly params: Params;
  /** Its finished runs, at least one. */
  readonly trials: readonly Trial[];
  /** The metric at the epoch that stands for a run; of several runs the mean. */
  readonly value: number;
  /** What a run would take alone; of several runs the mean. */
  readonly seconds: number;
}

/** What a sweep has tried. */
export interface Tried {
  readonly sweep: SweepRow;
  /** Made of what the sweep began with, and with a value that is a number. */
  readonly points: readonly TriedPoint[];
  /** All trials of the sweep, by number. */
  readonly trials: readonly Trial[];
  readonly counts: StateCounts;
}

export async function readTried(readings: Readings, sweep: SweepRow): Promise<Tried> {
  const [trials, made] = [await readings.trials(sweep.id), await readings.allMadeOf(sweep.id)];
  const apart = new Set(made.filter(({ change }) => change > 0).flatMap((each) => each.trials));
  const points = pointsOf(
    trials.filter(({ id }) => !apart.has(id)),
    sweep.spec.metric,
  );
  return { sweep, points, trials, counts: countStates(trials.map(({ state }) => state)) };
}

/** Finished trials by point, in the order of their first runs. */
export function pointsOf(trials: readonly Trial[], metric: Metric): readonly TriedPoint[] {
  const runs = groupBy(
    trials.filter((trial) => trial.state === 'finished' && Number.isFinite(lossAt(trial, metric))),
    // Points that differ in their replicate alone are runs of one.
    ({ params: { replicate: _, ...params } }) => JSON.stringify(params),
  );
  return Array.from(runs.values(), (own) => ({
    params: own[0]!.params,
    trials: own,
    value: mean(own.map((trial) => valueAt(trial, metric))),
    seconds: mean(own.map(secondsAlone)),
  }));
}

/** The metric of a trial at the epoch that stands for it; NaN: it has none. */
export function valueAt({ reports }: Trial, metric: Metric): number {
  return standingReport(reports, metric, 'best')?.metrics[metric.name] ?? Number.NaN;
}

function lossAt({ reports }: Trial, metric: Metric): number {
  const report = standingReport(reports, metric, 'best');
  return report ? lossOf(report.metrics, metric) : Number.POSITIVE_INFINITY;
}

function secondsAlone({ reports }: Trial): number {
  return reports.reduce((sum, { soloSeconds }) => sum + soloSeconds, 0);
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}
