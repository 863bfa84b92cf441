import type { Database, Statement } from 'better-sqlite3';
import type { Params } from '../../../core/space.js';
import type { TrialState } from '../../../core/trial.js';
import type { LeaderboardQuery, LeaderboardRow, Store } from '../../port.js';

interface RankedColumns {
  readonly id: number;
  readonly number: number;
  readonly state: TrialState;
  readonly params: string;
  readonly epochs: number;
  readonly seconds: number;
  readonly epoch: number | null;
  readonly value: number | null;
}

/**
 * One query: each trial beside the one report that stands for it, found by primary key.
 *
 * Finished trials come first, then stopped, running and queued ones, then diverged and failed; in
 * each of these the better value first, trials without one last, equal ones by number. A filter on
 * a parameter that holds an object also matches its `type`.
 */
export function leaderboard(db: Database): Pick<Store, 'leaderboard'> {
  const prepared = new Map<string, Statement<unknown[], RankedColumns>>();

  function statement(query: LeaderboardQuery): Statement<unknown[], RankedColumns> {
    const sql = leaderboardSql(query);
    const known = prepared.get(sql) ?? db.prepare<unknown[], RankedColumns>(sql);
    prepared.set(sql, known);
    return known;
  }

  return {
    leaderboard(sweepId, query) {
      const { states, where = {}, top } = query;
      return statement(query)
        .all({
          sweepId,
          states: states ? JSON.stringify(states) : null,
          where: JSON.stringify(where),
          top: top ?? -1,
        })
        .map(toRow);
    },
  };
}

/** The SQL of a leaderboard; its parameters are `sweepId`, `states`, `where` and `top`. */
export function leaderboardSql({ metric, goal, rule }: LeaderboardQuery): string {
  const column = COLUMNS[metric];
  const standing = goal === 'maximize' ? `highest_${column}` : `lowest_${column}`;
  return `
    select t.id, t.number, t.state, t.params, t.epochs, t.seconds, r.epoch, r.${column} as value
    from trials t
    left join reports r
      on r.trial_id = t.id and r.epoch = t.${rule === 'best' ? standing : 'last_epoch'}
    where t.sweep_id = @sweepId
      and case when @states is null
            then t.epochs > 0 or t.state in ('finished', 'stopped', 'diverged', 'failed')
            else t.state in (select value from json_each(@states)) end
      and not exists (
        select 1 from json_each(@where) w
        where t.params ->> ('$."' || w.key || '"') is not w.value
          and t.params ->> ('$."' || w.key || '".type') is not w.value)
    order by
      case t.state when 'finished' then 0 when 'stopped' then 1 when 'running' then 2
                   when 'queued' then 3 when 'diverged' then 4 else 5 end,
      r.${column} ${goal === 'maximize' ? 'desc' : 'asc'} nulls last,
      t.number
    limit @top
  `;
}

/** Metric names go into the SQL's text, so only these do. */
const COLUMNS: Readonly<Record<LeaderboardQuery['metric'], string>> = {
  val_accuracy: 'val_accuracy',
  val_loss: 'val_loss',
  train_accuracy: 'train_accuracy',
  train_loss: 'train_loss',
};

/** Finished trials lead the list, so their place in it is their rank. */
function toRow(row: RankedColumns, index: number): LeaderboardRow {
  const placed = row.state === 'finished' && row.value !== null;
  return {
    rank: placed ? index + 1 : null,
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
