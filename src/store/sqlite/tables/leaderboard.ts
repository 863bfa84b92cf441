import type { Database, Statement } from 'better-sqlite3';
import type { Params } from '../../../core/space.js';
import type { TrialState } from '../../../core/trial-state.js';
import { isFinal, TRIAL_STATES, trialStates } from '../../../core/trial-state.js';
import type { LeaderboardQuery, LeaderboardRow } from '../../port.js';
import type { Methods } from '../methods.js';

interface RankedColumns {
  readonly id: number;
  readonly number: number;
  readonly state: TrialState;
  readonly params: string;
  readonly epochs: number;
  readonly seconds: number;
  readonly epoch: number | null;
  readonly value: number | null;
  readonly change: number;
}

/**
 * One query: each trial beside the value that stands for it, found by primary key. The order is
 * `byStanding` (core/standing.ts), trials without a value last; those that come after a change of
 * data or weights follow all others, without a rank. A filter on a parameter that holds
 * an object also matches its `type`.
 */
export function leaderboard(db: Database): Pick<Methods, 'leaderboard'> {
  const prepared = new Map<string, Statement<unknown[], RankedColumns>>();

  function statement(query: LeaderboardQuery): Statement<unknown[], RankedColumns> {
    const sql = leaderboardSql(query);
    const known = prepared.get(sql) ?? db.prepare<unknown[], RankedColumns>(sql);
    prepared.set(sql, known);
    return known;
  }

  return {
    leaderboard(sweepId, query) {
      const { metric, states, where = {}, top } = query;
      return statement(query)
        .all({
          sweepId,
          metric,
          states: JSON.stringify(states ?? TRIAL_STATES.filter(isFinal)),
          unended: states ? 0 : 1,
          where: JSON.stringify(where),
          top: top ?? -1,
        })
        .map(toRow);
    },
  };
}

/**
 * Parameters: `sweepId`, `metric`, `states` (JSON), `unended` (1: also others that have a report),
 * `where` (JSON) and `top`.
 */
function leaderboardSql({ goal, rule }: LeaderboardQuery): string {
  const extreme = goal === 'maximize' ? 'highest' : 'lowest';
  const value = rule === 'last' ? 'last' : extreme;
  return `
    select t.id, t.number, t.state, t.params, t.epochs, t.seconds, t.change,
           s.${value}_epoch as epoch, s.${value} as value
    from trials t
    left join standings s on s.trial_id = t.id and s.metric = @metric
    where t.sweep_id = @sweepId
      and (t.state in (select value from json_each(@states)) or (@unended and t.epochs > 0))
      and not exists (
        select 1 from json_each(@where) w
        where t.params ->> ('$."' || w.key || '"') is not w.value
          and t.params ->> ('$."' || w.key || '".type') is not w.value)
    order by
      t.change,
      case t.state ${STANDINGS} end,
      s.${value} ${goal === 'maximize' ? 'desc' : 'asc'} nulls last,
      t.number
    limit @top
  `;
}

const STANDINGS = TRIAL_STATES.map(
  (state) => `when '${state}' then ${trialStates[state].standing}`,
).join(' ');

/** Ranked trials lead the list, so their place in it is their rank. */
function toRow(row: RankedColumns, index: number): LeaderboardRow {
  const placed = row.change === 0 && trialStates[row.state].ranked && row.value !== null;
  return {
    rank: placed ? index + 1 : null,
    change: row.change,
    trial: row.id,
    number: row.number,
    state: row.state,
    value: row.value,
    epoch: row.epoch,
    epochs: row.epochs,
    seconds: row.seconds,
    params: JSON.parse(row.params) as Params,
  };
}
