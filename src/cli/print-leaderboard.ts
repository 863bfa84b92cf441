import { type EndedRun, leaderboardDocument } from '../results/documents/leaderboard.js';
import type { Board } from '../results/statistics/board.js';
import { leaderboardCsv } from './csv/leaderboard.js';
import type { Output } from './output.js';
import type { Format } from './parsing/shared-flags.js';
import { TABLE_ROWS } from './parsing/table-rows.js';
import { print } from './print.js';
import { renderLeaderboard, shownOf } from './render/leaderboard.js';

/**
 * `top`: rows to print; absent: `TABLE_ROWS` of a table, else all. `run`: the one that this is the end
 * of.
 */
export function printLeaderboard(
  out: Output,
  format: Format,
  leaderboard: Board,
  { top, run }: { readonly top?: number | undefined; readonly run?: EndedRun } = {},
): void {
  const document = () =>
    leaderboardDocument({ ...leaderboard, rows: leaderboard.rows.slice(0, top) }, run);
  print(out, format, shownOf(leaderboard, top ?? TABLE_ROWS), {
    json: document,
    csv: () => leaderboardCsv(document()),
    text: renderLeaderboard,
  });
}
