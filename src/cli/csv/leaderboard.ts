import type { LeaderboardDocument } from '../../results/documents/leaderboard.js';
import type { Csv } from '../text/csv.js';
import { paramCells } from './params.js';

export function leaderboardCsv({ rows }: LeaderboardDocument): Csv {
  const { names, cells } = paramCells(rows.map(({ params }) => params));
  return {
    header: ['rank', 'trial', 'state', 'value', 'epoch', 'epochs', 'seconds', 'change', ...names],
    rows: rows.map(({ rank, trial, state, value, epoch, epochs, seconds, change, params }) => [
      ...[rank, trial, state, value, epoch, epochs, seconds, change],
      ...cells(params),
    ]),
  };
}
