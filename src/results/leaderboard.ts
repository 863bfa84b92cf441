import { isCost, type MetricName, metricOf, type Rule } from '../core/metric.js';
import { lossesOf } from '../core/standing.js';
import { bounded } from '../core/study/bounds.js';
import type { TrialState } from '../core/trial-state.js';
import { paretoFront } from '../search/pareto/pareto-front.js';
import type { LeaderboardQuery, LeaderboardRow, Store, SweepRow } from '../store/port.js';
import { findSweep } from './find-sweep.js';
import { parseWhere } from './parse-where.js';

/** A sweep's trials in their order. */
export interface Leaderboard {
  readonly sweep: SweepRow;
  readonly query: LeaderboardQuery;
  readonly rows: readonly LeaderboardRow[];
  /**
   * Trials that none of the ranked ones beats in one objective without losing in another; empty: there
   * is one objective.
   */
  readonly front: ReadonlySet<number>;
}

/** What a person asks for; absent: the latest sweep, by its own metric, all trials. */
export interface LeaderboardRequest {
  readonly sweep?: string | undefined;
  readonly metric?: MetricName | undefined;
  readonly rule: Rule;
  readonly states?: readonly TrialState[] | undefined;
  /** `key=value`, as `parseWhere` reads it. */
  readonly where?: readonly string[] | undefined;
}

/** @throws {UsageError} no such sweep, or a filter that it cannot have. */
export async function readLeaderboard(
  store: Pick<Store, 'readings'>,
  request: LeaderboardRequest,
): Promise<Leaderboard> {
  const sweep = await findSweep(store, request.sweep);
  const query: LeaderboardQuery = {
    ...rankedBy(sweep, request.metric),
    rule: request.rule,
    ...(request.states ? { states: request.states } : {}),
    ...(request.where ? { where: parseWhere(request.where, sweep.spec.space) } : {}),
  };
  return withFront(sweep, query, await store.readings.leaderboard(sweep.id, query));
}

/** As a run ends: by the sweep's own metric, each trial at its best epoch. */
export async function finalLeaderboard(
  { readings }: Pick<Store, 'readings'>,
  sweep: SweepRow,
  limit: Pick<LeaderboardQuery, 'top'> = {},
): Promise<Leaderboard> {
  const query: LeaderboardQuery = { ...rankedBy(sweep, undefined), rule: 'best', ...limit };
  return withFront(sweep, query, await readings.leaderboard(sweep.id, query));
}

/** Costs say nothing of the epoch that stands for a trial: that is the sweep's own metric's. */
function rankedBy(
  { spec: { metric, objectives } }: SweepRow,
  asked: MetricName | undefined,
): Pick<LeaderboardQuery, 'metric' | 'goal' | 'by' | 'objectives'> {
  const { name, goal } = metricOf(metric, asked);
  const several = objectives.length > 1 || bounded(objectives).length > 0;
  return {
    metric: name,
    goal,
    ...(isCost(name) ? { by: metric } : {}),
    ...(several ? { objectives } : {}),
  };
}

function withFront(
  sweep: SweepRow,
  query: LeaderboardQuery,
  rows: readonly LeaderboardRow[],
): Leaderboard {
  const { objectives = [] } = query;
  const ranked = rows.filter(({ rank, metrics }) => rank !== null && metrics !== null);
  const losses = ranked.map(({ metrics }) => lossesOf(metrics!, objectives));
  const places = objectives.length > 1 ? paretoFront(losses) : [];
  return { sweep, query, rows, front: new Set(places.map((place) => ranked[place]!.trial)) };
}
