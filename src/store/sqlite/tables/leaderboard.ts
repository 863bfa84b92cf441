import type { Database, Statement } from 'better-sqlite3';
import type { Objective } from '../../../core/study/objective.js';
import { isFinal, TRIAL_STATES } from '../../../core/trial-state.js';
import type { LeaderboardQuery } from '../../port.js';
import { type RankedColumns, toRow } from '../../reading/ranked-columns.js';
import { standingColumns } from '../../reading/standing-columns.js';
import type { Methods } from '../methods.js';
import { METRICS_SQL, metricSql } from './metric-sql.js';

/**
 * One query: each trial beside the value that stands for it, found by primary key. The order is
 * `byStanding` (core/standing.ts), trials without a value last; those that come after a change of
 * data or weights follow all others, without a rank. A filter on a parameter that holds an object
 * also matches its `type`. `onDamage`: told of what cannot be read, where the rest can.
 */
export function leaderboard(
  db: Database,
  onDamage: (message: string) => void,
): Pick<Methods, 'leaderboard'> {
  const prepared = new Map<string, Statement<unknown[], RankedColumns>>();

  function statement(query: LeaderboardQuery): Statement<unknown[], RankedColumns> {
    const sql = leaderboardSql(query);
    const known = prepared.get(sql) ?? db.prepare<unknown[], RankedColumns>(sql);
    prepared.set(sql, known);
    return known;
  }

  return {
    leaderboard(sweepId, query) {
      const { metric, states, trials, where = {}, top } = query;
      return statement(query)
        .all({
          sweepId,
          by: query.by?.name ?? metric,
          states: JSON.stringify(states ?? TRIAL_STATES.filter(isFinal)),
          unended: states ? 0 : 1,
          where: JSON.stringify(where),
          trials: JSON.stringify(trials ?? []),
          top: top ?? -1,
        })
        .map((row, index) => toRow(row, index, onDamage));
    },
  };
}

/**
 * Parameters: `sweepId`, `by`, `states` (JSON), `unended` (1: also others that have a report),
 * `where` (JSON), `trials` (JSON) and `top`. The report that stands is looked up only where more is asked of it than
 * `standings` know.
 */
function leaderboardSql(query: LeaderboardQuery): string {
  const { objectives, trials, where = {} } = query;
  const { epoch, value, lookUp, bounds, order } = standingColumns(query, metricSql);
  return `
    select t.id, t.number, t.point, t.replicate, t.state, t.params, t.epochs, t.seconds, t.change,
           ${epoch} as epoch, ${value} as value, p.last as parameters,
           ${objectives ? METRICS_SQL : 'null'} as metrics,
           ${bounds.length > 0 ? `(${outsideSql(bounds)})` : '0'} as outside
    from trials t
    left join standings s on s.trial_id = t.id and s.metric = @by
    left join standings p on p.trial_id = t.id and p.metric = 'trained_parameters'
    ${lookUp}
    where t.sweep_id = @sweepId
      and (t.state in (select value from json_each(@states)) or (@unended and t.epochs > 0))
      ${Object.keys(where).length > 0 ? MATCHES : ''}
      ${trials ? 'and t.id in (select value from json_each(@trials))' : ''}
    order by ${order}
    limit @top
  `;
}

/** 1 for a report that does not keep to all bounds, as `keepsBounds` has it. */
function outsideSql(bounds: readonly Objective[]): string {
  const kept = bounds.flatMap(({ name, min, max }) => [
    ...(min === undefined ? [] : [`coalesce(${metricSql(name)} >= ${min}, 0)`]),
    ...(max === undefined ? [] : [`coalesce(${metricSql(name)} <= ${max}, 0)`]),
  ]);
  return `not (${kept.join(' and ')})`;
}

const MATCHES = `
  and not exists (
    select 1 from json_each(@where) w
    where case when json_valid(t.params)
      then t.params ->> ('$."' || w.key || '"') is not w.value
       and (w.type = 'null' or t.params ->> ('$."' || w.key || '".type') is not w.value)
      else 1 end)
`;
