import type { LeaderboardQuery, LeaderboardRow, Store, SweepRow } from '../store/port.js';
import type { CliContext } from './context.js';
import type { Format } from './parsing/shared-flags.js';
import { renderCsv } from './render/csv.js';
import { renderJson } from './render/json.js';
import { renderLeaderboard } from './render/leaderboard.js';
import { createStyle } from './render/style.js';

/** Rows of a table unless told otherwise; JSON and CSV then hold all. */
export const TABLE_ROWS = 10;

export interface LeaderboardToPrint {
  readonly sweep: SweepRow;
  readonly query: LeaderboardQuery;
  readonly rows: readonly LeaderboardRow[];
  /** Rows to print; undefined: `TABLE_ROWS` of a table, else all. */
  readonly top: number | undefined;
}

/** Prints a leaderboard in the format asked for. */
export function printLeaderboard(
  { sweep, query, rows, top }: LeaderboardToPrint,
  format: Format,
  { out }: Pick<CliContext, 'out'>,
): void {
  if (format === 'table') {
    const view = { sweep, query, rows, top: top ?? TABLE_ROWS };
    out.write(renderLeaderboard(view, out.columns(), createStyle(out.colors)));
    return;
  }
  const shown = rows.slice(0, top);
  out.write(
    format === 'json' ? renderJson(leaderboardJson(sweep, query, shown)) : leaderboardCsv(shown),
  );
}

/** Prints the leaderboard as it stands at the end of a run. */
export async function printFinal(
  context: Pick<CliContext, 'out'>,
  store: Store,
  sweep: SweepRow,
  format: Format,
): Promise<void> {
  const query = finalQuery(sweep);
  const rows = await store.readings.leaderboard(sweep.id, query);
  printLeaderboard({ sweep, query, rows, top: undefined }, format, context);
}

/** The sweep's own metric, each trial at its best epoch. */
export function finalQuery({ spec }: Pick<SweepRow, 'spec'>): LeaderboardQuery {
  return { metric: spec.metric.name, goal: spec.metric.goal, rule: 'best' };
}

/**
 * `{sweep, name, metric, goal, rule, rows: [{rank, trial, state, value, epoch, epochs, seconds,
 * params}]}`: `sweep` and `trial` are ids, `rank` is null for trials that have no place, `epoch`
 * (from 0) is the one that `value` is of, `epochs` how many were reported, `params` as sampled.
 */
export function leaderboardJson(
  { id, name }: Pick<SweepRow, 'id' | 'name'>,
  { metric, goal, rule }: LeaderboardQuery,
  rows: readonly LeaderboardRow[],
) {
  return {
    sweep: id,
    name,
    metric,
    goal,
    rule,
    rows: rows.map(({ rank, trial, state, value, epoch, epochs, seconds, params }) => {
      return { rank, trial, state, value, epoch, epochs, seconds, params };
    }),
  };
}

function leaderboardCsv(rows: readonly LeaderboardRow[]): string {
  const names = [...new Set(rows.flatMap(({ params }) => Object.keys(params)))];
  return renderCsv(
    ['rank', 'trial', 'state', 'value', 'epoch', 'epochs', 'seconds', ...names],
    rows.map(({ rank, trial, state, value, epoch, epochs, seconds, params }) => [
      ...[rank, trial, state, value, epoch, epochs, seconds],
      ...names.map((name) => params[name]),
    ]),
  );
}
