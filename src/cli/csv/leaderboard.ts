import type { LeaderboardDocument, LeaderboardEntry } from '../../results/documents/leaderboard.js';
import type { Csv } from '../text/csv.js';
import { paramCells } from './params.js';

export function leaderboardCsv({ metric, objectives, rows }: LeaderboardDocument): Csv {
  const { names, cells } = paramCells(rows.map(({ params }) => params));
  const others = objectives
    .map(({ name }) => name)
    .filter((name) => name !== metric && name !== 'trained_parameters');
  const own: readonly string[] = [...OWN, ...others];
  return {
    // No two columns of one name: a parameter may be called as ours are.
    header: [...own, ...names.map((name) => (own.includes(name) ? `params.${name}` : name))],
    rows: rows.map((row) => [
      ...FIELDS.map((name) => row[name]),
      ...[row.interval?.low, row.interval?.high, row.tied, row.p],
      ...others.map((name) => numberOf(row.values[name])),
      ...cells(row.params),
    ]),
  };
}

const FIELDS = [
  ...(['rank', 'trial', 'state', 'value', 'epoch', 'epochs', 'seconds', 'change'] as const),
  ...(['trained_parameters', 'feasible', 'front', 'n'] as const),
] as const satisfies readonly (keyof LeaderboardEntry)[];

const OWN: readonly string[] = [...FIELDS, 'low', 'high', 'tied', 'p'];

function numberOf(value: number | undefined): number | null {
  return value !== undefined && Number.isFinite(value) ? value : null;
}
