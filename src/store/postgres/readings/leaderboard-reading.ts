import type { Objective } from '../../../core/study/objective.js';
import { isFinal, TRIAL_STATES } from '../../../core/trial-state.js';
import type { LeaderboardQuery, Readings } from '../../port.js';
import { isMatch } from '../../reading/match-params.js';
import { type RankedColumns, toRow } from '../../reading/ranked-columns.js';
import { standingColumns } from '../../reading/standing-columns.js';
import type { Sql } from '../sql.js';
import { ALONE_SQL, metricSql } from './metric-sql.js';

/**
 * One query: each trial beside the value that stands for it. The order is `byStanding`
 * (core/standing.ts), trials without a value last; those that come after a change of data or weights
 * follow all others, without a rank.
 */
export function leaderboardReading(
  sql: Sql,
  onDamage: (message: string) => void,
): Pick<Readings, 'leaderboard'> {
  return {
    async leaderboard(sweepId, query) {
      const { metric, states, where = {}, top } = query;
      const trials =
        Object.keys(where).length > 0
          ? await matching(sql, sweepId, where, query.trials)
          : query.trials;
      const rows = await sql.all<RankedColumns>(leaderboardSql(query, trials !== undefined), [
        sweepId,
        query.by?.name ?? metric,
        states ?? TRIAL_STATES.filter(isFinal),
        states === undefined,
        top ?? null,
        ...(trials ? [trials] : []),
      ]);
      return rows.map((row, index) => toRow(row, index, onDamage));
    },
  };
}

/**
 * Parameters: sweep, metric that says which epoch stands, states, whether others that have a report
 * count, too, how many rows, and, where it is of some trials alone, their ids. The report that stands is
 * looked up only where more is asked of it than `standings` know.
 */
function leaderboardSql(query: LeaderboardQuery, someAlone: boolean): string {
  const { epoch, value, lookUp, bounds, order } = standingColumns(query, metricSql);
  return `
    select t.id, t.number, t.point, t.replicate, t.state, t.params, t.epochs, t.seconds, t.change,
           ${epoch} as epoch, ${value} as value, p.last as parameters,
           ${query.objectives ? `r.metrics, ${ALONE_SQL}` : 'null as metrics, null'} as alone,
           ${bounds.length > 0 ? outsideSql(bounds) : '0'} as outside
    from trials t
    left join standings s on s.trial_id = t.id and s.metric = $2
    left join standings p on p.trial_id = t.id and p.metric = 'trained_parameters'
    ${lookUp}
    where t.sweep_id = $1
      and (t.state = any ($3) or ($4 and t.epochs > 0))
      ${someAlone ? 'and t.id = any ($6)' : ''}
    order by ${order}
    limit $5
  `;
}

/** 1 for a report that does not keep to all bounds, as `keepsBounds` has it. */
function outsideSql(bounds: readonly Objective[]): string {
  const kept = bounds.flatMap(({ name, min, max }) => [
    ...(min === undefined ? [] : [`coalesce(${metricSql(name)} >= '${min}'::float8, false)`]),
    ...(max === undefined ? [] : [`coalesce(${metricSql(name)} <= '${max}'::float8, false)`]),
  ]);
  return `(not (${kept.join(' and ')}))::integer`;
}

/** Ids of trials whose params hold these values; of `among` alone, if it is given. */
async function matching(
  sql: Sql,
  sweepId: number,
  where: NonNullable<LeaderboardQuery['where']>,
  among: readonly number[] | undefined,
): Promise<readonly number[]> {
  const rows = await sql.all<{ id: number; params: string }>(
    'select id, params from trials where sweep_id = $1 and ($2::bigint[] is null or id = any ($2))',
    [sweepId, among ?? null],
  );
  return rows.filter(({ params }) => isMatch(params, where)).map(({ id }) => id);
}
