import type { MetricName } from '../../core/metric.js';
import { bounded } from '../../core/study/bounds.js';
import type { Objective } from '../../core/study/objective.js';
import { TRIAL_STATES, trialStates } from '../../core/trial-state.js';
import type { LeaderboardQuery } from '../rows.js';

/** What of a leaderboard's query is the same SQL in every database. */
export interface StandingColumns {
  /** Epoch that stands for a trial, of `s`, its standings of the metric that says which. */
  readonly epoch: string;
  readonly value: string;
  /** Joins the report that stands, `r`, where more is asked of it than `standings` know. */
  readonly lookUp: string;
  /** Those that set a bound; none: no trial is outside. */
  readonly bounds: readonly Objective[];
  /** As `byStanding` (core/standing.ts): needs `t`, `value` and, where there are bounds, `outside`. */
  readonly order: string;
}

/** `metricSql`: a metric of the report `r`, as this database reads it. */
export function standingColumns(
  { metric, goal, rule, by = { name: metric, goal }, objectives }: LeaderboardQuery,
  metricSql: (name: MetricName) => string,
): StandingColumns {
  const extreme = by.goal === 'maximize' ? 'highest' : 'lowest';
  const stands = rule === 'last' ? 'last' : extreme;
  const epoch = `s.${stands}_epoch`;
  const looksUp = objectives !== undefined || by.name !== metric;
  const bounds = bounded(objectives ?? []);
  return {
    epoch,
    value: by.name === metric ? `s.${stands}` : metricSql(metric),
    lookUp: looksUp ? `left join reports r on r.trial_id = t.id and r.epoch = ${epoch}` : '',
    bounds,
    order: `
      t.change,
      ${STANDING_SQL},
      ${bounds.length > 0 ? 'outside,' : ''}
      value ${goal === 'maximize' ? 'desc' : 'asc'} nulls last,
      t.number`,
  };
}

/** A trial's state as its place in the order of `byStanding`: SQL on a column `t.state`. */
const STANDING_SQL = `case t.state ${TRIAL_STATES.map(
  (state) => `when '${state}' then ${trialStates[state].standing}`,
).join(' ')} end`;
