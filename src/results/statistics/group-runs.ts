import { type Metric, toLoss } from '../../core/metric.js';
import type { Params } from '../../core/space.js';
import type { LeaderboardRow } from '../../store/port.js';

/** The trials of one recipe. */
export interface Recipe {
  /** Those with a place, the best first; none: it has no place. */
  readonly finished: readonly LeaderboardRow[];
  /** All of them, in the leaderboard's order; one at least. */
  readonly all: readonly LeaderboardRow[];
  readonly params: Params;
}

/**
 * Trials that differ in their replicate only, together: runs of one point, or points whose `replicate`
 * alone differs. Recipes with a place come first, the best mean first; where only the best were
 * repeated, these before others, whose one run was no better and may merely not have been bad luck.
 */
export function groupRuns(
  rows: readonly LeaderboardRow[],
  metric: Pick<Metric, 'goal'>,
): readonly Recipe[] {
  const groups = new Map<string, LeaderboardRow[]>();
  for (const row of rows) {
    const { replicate, ...params } = row.params;
    const key = JSON.stringify([row.change, replicate === undefined ? row.point : sorted(params)]);
    const group = groups.get(key);
    if (group) group.push(row);
    else groups.set(key, [row]);
  }
  const recipes = Array.from(groups.values(), toRecipe);
  const placed = recipes.filter(({ finished }) => finished.length > 0);
  const loss = new Map(placed.map((one) => [one, toLoss(meanOf(one.finished), metric)]));
  const isRepeated = ({ finished }: Recipe) => Number(finished.length > 1);
  return [
    ...placed.sort((a, b) => isRepeated(b) - isRepeated(a) || loss.get(a)! - loss.get(b)!),
    ...recipes.filter(({ finished }) => finished.length === 0),
  ];
}

/** Each trial by itself. */
export function singleRuns(rows: readonly LeaderboardRow[]): readonly Recipe[] {
  return rows.map((row) => {
    return { finished: row.rank === null ? [] : [row], all: [row], params: row.params };
  });
}

/** Which run of its recipe a trial is. */
export function replicateOf({ params, replicate }: LeaderboardRow): number {
  return typeof params.replicate === 'number' ? params.replicate : replicate;
}

export function meanOf(rows: readonly LeaderboardRow[]): number {
  return rows.reduce((sum, { value }) => sum + value!, 0) / rows.length;
}

function toRecipe(all: readonly LeaderboardRow[]): Recipe {
  const { replicate: _, ...params } = all[0]!.params;
  // One replicate twice is one run told twice.
  const seen = new Set<number>();
  const finished = all.filter((row) => {
    if (row.rank === null || seen.has(replicateOf(row))) return false;
    seen.add(replicateOf(row));
    return true;
  });
  return { finished, all, params };
}

function sorted(params: Params): Params {
  return Object.fromEntries(Object.entries(params).sort(([a], [b]) => (a < b ? -1 : 1)));
}
