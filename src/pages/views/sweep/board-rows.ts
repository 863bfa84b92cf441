import type { Goal } from '../../../core/metric.js';
import { toLoss } from '../../../core/metric.js';
import { byStanding } from '../../../core/standing.js';
import type {
  LeaderboardDocument,
  LeaderboardEntry,
} from '../../../results/documents/leaderboard.js';
import type { TrialEntry } from '../../../results/documents/live/trials.js';

/** A recipe on the board: what its trials are now, and how it stood when it was last judged. */
export interface BoardRow {
  /** Of its runs the one that stands for them. */
  readonly trial: TrialEntry;
  /** All of them. */
  readonly trials: readonly TrialEntry[];
  /** Finished ones. */
  readonly n: number;
  readonly value: number | null;
  readonly rank: number | null;
  readonly interval: LeaderboardEntry['interval'];
  readonly tied: boolean;
}

/**
 * Rows in order: as the leaderboard has them, and trials that are newer than it where they would
 * stand. `board` null: it is on its way.
 */
export function boardRows(
  trials: ReadonlyMap<number, TrialEntry>,
  board: LeaderboardDocument | null,
  goal: Goal,
): readonly BoardRow[] {
  const judged = new Set<number>();
  const rows = (board?.rows ?? []).flatMap((entry) => {
    const own = entry.trials.flatMap((id) => trials.get(id) ?? []);
    const trial = trials.get(entry.trial) ?? own[0];
    if (!trial) return [];
    for (const { trial: id } of own) judged.add(id);
    return [judgedRow(entry, trial, own)];
  });
  const fresh = [...trials.values()]
    .filter(({ trial }) => !judged.has(trial))
    .map((trial): BoardRow => {
      const n = trial.state === 'finished' ? 1 : 0;
      return { trial, trials: [trial], n, value: trial.value, ...NOT_JUDGED };
    });
  const places = new Map(rows.map((row, place) => [row, place]));
  return [...rows, ...fresh].sort((a, b) => {
    // Among those that share a rank the leaderboard's order stands: it goes by more than their values.
    if (a.rank !== null && a.rank === b.rank) return places.get(a)! - places.get(b)!;
    return order(a, b, goal);
  });
}

const NOT_JUDGED = { rank: null, interval: null, tied: false };

function judgedRow(
  entry: LeaderboardEntry,
  trial: TrialEntry,
  trials: readonly TrialEntry[],
): BoardRow {
  const { n, rank, interval, tied } = entry;
  // What several runs come to is the judge's to say; a single one may have gone on since.
  const value = n > 1 ? entry.value : trial.value;
  return { trial, trials, n, value, rank, interval, tied: tied === true };
}

function order(a: BoardRow, b: BoardRow, goal: Goal): number {
  if (a.rank !== null && b.rank !== null && a.rank !== b.rank) return a.rank - b.rank;
  return byStanding(standing(a, goal), standing(b, goal));
}

function standing({ trial, value }: BoardRow, goal: Goal) {
  const { state, feasible, number } = trial;
  return { state, feasible, number, loss: toLoss(value ?? Number.NaN, { goal }) };
}
