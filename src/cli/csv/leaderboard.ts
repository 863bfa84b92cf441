import type { LeaderboardDocument } from '../../results/documents/leaderboard.js';
import type { Csv } from '../text/csv.js';
import { paramCells } from './params.js';

export function leaderboardCsv({ rows }: LeaderboardDocument): Csv {
  const { names, cells } = paramCells(rows.map(({ params }) => params));
  return {
    // No two columns of one name: a parameter may be called as ours are.
    header: [...OWN, ...names.map((name) => (OWN.includes(name) ? `params.${name}` : name))],
    rows: rows.map(({ rank, trial, state, value, epoch, epochs, seconds, change, params }) => [
      ...[rank, trial, state, value, epoch, epochs, seconds, change],
      ...cells(params),
    ]),
  };
}

const OWN: readonly string[] = [
  'rank',
  'trial',
  'state',
  'value',
  'epoch',
  'epochs',
  'seconds',
  'change',
];
