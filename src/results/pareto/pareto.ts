import { type Metric, type MetricName, metricOf } from '../../core/metric.js';
import { lossesOf } from '../../core/standing.js';
import type { Objective } from '../../core/study/objective.js';
import { paretoFront } from '../../search/pareto/pareto-front.js';
import { type Shortfall, shortfall } from '../../search/pareto/shortfall.js';
import type { LeaderboardRow, Store, SweepRow } from '../../store/port.js';
import { findSweep } from '../find-sweep.js';
import { type MeasuredVolume, measureVolume } from './measure-volume.js';
import { withParameters } from './with-parameters.js';

/** What trials of a sweep are worth by several metrics. */
export interface Pareto {
  readonly sweep: SweepRow;
  /** Two or more. */
  readonly objectives: readonly Objective[];
  /**
   * Trials that finished and have a value of each: the front by its first metric, then the others, the
   * nearest to it first, then those outside bounds.
   */
  readonly trials: readonly ParetoTrial[];
  /** Trials that finished, but for which a value is not known. */
  readonly unknown: number;
  readonly volume: MeasuredVolume | null;
}

export interface ParetoTrial extends Pick<LeaderboardRow, 'trial' | 'number' | 'params'> {
  /** The epoch that stands for it, and its values then, in the order of the objectives. */
  readonly epoch: number;
  readonly values: readonly number[];
  readonly feasible: boolean;
  readonly isFront: boolean;
  /** `behind`: id of a trial. Null for one outside bounds. */
  readonly shortfall: Shortfall | null;
}

export interface ParetoRequest {
  readonly sweep?: string | undefined;
  /** Two or more; absent: those of the sweep, or its metric and what it costs. */
  readonly metrics?: readonly MetricName[] | undefined;
}

/**
 * Each trial at the epoch that stands for it by the sweep's own metric. Trials after an accepted
 * change of images or weights are left out.
 *
 * @throws {UsageError} there is no such sweep.
 */
export async function readPareto(
  store: Pick<Store, 'readings'>,
  request: ParetoRequest,
): Promise<Pareto> {
  const sweep = await findSweep(store, request.sweep);
  const { metric, objectives: own } = sweep.spec;
  const objectives = chosen(own, request.metrics);
  const rows = await store.readings.leaderboard(sweep.id, {
    ...{ metric: metric.name, goal: metric.goal, rule: 'best', states: ['finished'] },
    objectives: own,
  });
  const ours = rows.filter(({ change, metrics }) => change === 0 && metrics !== null);
  const asksParameters = objectives.some(({ name }) => name === 'trained_parameters');
  const full = asksParameters ? await withParameters(store, sweep, ours) : ours;
  const known = full.filter(({ metrics }) =>
    objectives.every(({ name }) => Number.isFinite(metrics![name])),
  );
  return {
    sweep,
    objectives,
    trials: compare(known, objectives),
    unknown: full.length - known.length,
    volume: measureVolume(
      known
        .filter(({ feasible }) => feasible)
        .toSorted((a, b) => a.number - b.number)
        .map(({ metrics }) => lossesOf(metrics!, objectives)),
    ),
  };
}

function chosen(
  own: readonly [Objective, ...Objective[]],
  names: readonly MetricName[] | undefined,
): readonly Objective[] {
  if (!names && own.length > 1) return own;
  const asked = names ?? [own[0].name, 'training_seconds'];
  return asked.map((name): Objective => {
    const same = own.find((objective) => objective.name === name);
    return same ?? (metricOf(own[0], name) satisfies Metric);
  });
}

function compare(
  rows: readonly LeaderboardRow[],
  objectives: readonly Objective[],
): readonly ParetoTrial[] {
  const inside = rows.filter(({ feasible }) => feasible);
  const losses = inside.map(({ metrics }) => lossesOf(metrics!, objectives));
  const places = paretoFront(losses);
  const front = places.map((place) => losses[place]!);
  const ranges = objectives.map((_, i) => rangeOf(losses.map((each) => each[i]!)));
  const told = inside.map((row, place): ParetoTrial => {
    const { behind, ...rest } = shortfall(losses[place]!, front, ranges);
    const ahead = behind === null ? null : inside[places[behind]!]!.trial;
    return { ...toTrial(row, objectives), shortfall: { ...rest, behind: ahead } };
  });
  const on = new Set(places);
  return [
    ...told.filter((_, place) => on.has(place)).map((trial) => ({ ...trial, isFront: true })),
    ...told
      .filter((_, place) => !on.has(place))
      .toSorted((a, b) => a.shortfall!.by - b.shortfall!.by || a.number - b.number),
    ...rows.filter(({ feasible }) => !feasible).map((row) => toTrial(row, objectives)),
  ];
}

function toTrial(
  { trial, number, params, epoch, metrics, feasible }: LeaderboardRow,
  objectives: readonly Objective[],
): ParetoTrial {
  const values = objectives.map(({ name }) => metrics![name]);
  const own = { trial, number, params, epoch: epoch!, values, feasible };
  return { ...own, isFront: false, shortfall: null };
}

function rangeOf(values: readonly number[]): number {
  const [low, high] = values.reduce(
    ([least, most], value) => [Math.min(least, value), Math.max(most, value)],
    [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY],
  );
  return Math.max(0, high - low);
}
