import { leaderboardDocument } from '../results/documents/leaderboard.js';
import type { Leaderboard } from '../results/leaderboard.js';
import { leaderboardCsv } from './csv/leaderboard.js';
import type { Output } from './output.js';
import type { Format } from './parsing/shared-flags.js';
import { TABLE_ROWS } from './parsing/table-rows.js';
import { print } from './print.js';
import { renderLeaderboard } from './render/leaderboard.js';

/** `top`: rows to print; absent: `TABLE_ROWS` of a table, else all. */
export function printLeaderboard(
  out: Output,
  format: Format,
  leaderboard: Leaderboard,
  top?: number,
): void {
  const document = (board: Leaderboard) =>
    leaderboardDocument({ ...board, rows: board.rows.slice(0, top) });
  print(out, format, leaderboard, {
    json: document,
    csv: (board) => leaderboardCsv(document(board)),
    text: (board, width, style) => renderLeaderboard(board, top ?? TABLE_ROWS, width, style),
  });
}
