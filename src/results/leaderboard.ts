import { type MetricName, metricOf, type Rule } from '../core/metric.js';
import type { TrialState } from '../core/trial-state.js';
import type { LeaderboardQuery, LeaderboardRow, Store, SweepRow } from '../store/port.js';
import { findSweep } from './find-sweep.js';
import { parseWhere } from './parse-where.js';

/** A sweep's trials in their order. */
export interface Leaderboard {
  readonly sweep: SweepRow;
  readonly query: LeaderboardQuery;
  readonly rows: readonly LeaderboardRow[];
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
  const { name, goal } = metricOf(sweep.spec.metric, request.metric);
  const query: LeaderboardQuery = {
    metric: name,
    goal,
    rule: request.rule,
    ...(request.states ? { states: request.states } : {}),
    ...(request.where ? { where: parseWhere(request.where, sweep.spec.space) } : {}),
  };
  return { sweep, query, rows: await store.readings.leaderboard(sweep.id, query) };
}

/** As a run ends: by the sweep's own metric, each trial at its best epoch. */
export async function finalLeaderboard(
  { readings }: Pick<Store, 'readings'>,
  sweep: SweepRow,
  limit: Pick<LeaderboardQuery, 'top'> = {},
): Promise<Leaderboard> {
  const { name, goal } = sweep.spec.metric;
  const query: LeaderboardQuery = { metric: name, goal, rule: 'best', ...limit };
  return { sweep, query, rows: await readings.leaderboard(sweep.id, query) };
}
