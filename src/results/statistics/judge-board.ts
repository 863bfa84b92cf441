import { eachMetric, type Metrics } from '../../core/metric.js';
import { type BetweenRuns, betweenRuns } from '../../search/statistics/points/between-runs.js';
import { intervalOf } from '../../search/statistics/points/interval-of.js';
import { selectionBias } from '../../search/statistics/points/selection-bias.js';
import { ALPHA, againstBest } from '../../search/statistics/points/ties.js';
import type { LeaderboardRow, Store } from '../../store/port.js';
import type { Leaderboard } from '../leaderboard.js';
import type { Board, BoardRow, Evidence, Judgment } from './board.js';
import { groupRuns, meanOf, type Recipe, singleRuns } from './group-runs.js';
import { readSamples, type Samples } from './read-samples.js';

/** Recipes that are compared with the best, at most: the leaders. */
const MOST = 1000;

/**
 * Makes a leaderboard one of recipes and says how sure it is: an interval of each, which cannot be told
 * from the best, and how much the best is flattered by having been chosen. `apart`: each trial stays
 * by itself. docs/statistics.md says what is assumed.
 */
export async function judgeBoard(
  store: Pick<Store, 'readings'>,
  board: Leaderboard,
  apart = false,
): Promise<Board> {
  const { sweep, query } = board;
  const recipes = apart ? singleRuns(board.rows) : groupRuns(board.rows, query);
  const placed = recipes.filter(({ finished }) => finished.length > 0);
  const read = await readSamples(store, sweep, query, placed.slice(0, MOST));
  const { samples, images } = read;
  const between = apart ? null : betweenRuns(samples);
  const ps = againstBest(samples, images, between);
  const isJudged = ps.some((p) => p !== null);
  const isTied = (place: number) =>
    isJudged && place < MOST ? place === 0 || ps[place - 1]! >= ALPHA : null;

  const rows = recipes.map((recipe, place): BoardRow => {
    const isPlaced = recipe.finished.length > 0;
    const tied = isPlaced ? isTied(place) : null;
    const sample = isPlaced ? samples[place] : undefined;
    return {
      ...rowOf(recipe),
      rank: isPlaced ? (tied ? 1 : place + 1) : null,
      interval: sample ? intervalOf(sample, images, between) : null,
      tied,
      p: place === 0 || !isPlaced ? null : (ps[place - 1] ?? null),
    };
  });
  const leaders = rows.filter(({ tied }) => tied);
  return { ...board, rows, judgment: judgmentOf(read, leaders, between, isJudged) };
}

function rowOf({ finished, all, params }: Recipe) {
  const shown = finished[0] ?? all[0]!;
  return {
    ...shown,
    value: finished.length > 0 ? meanOf(finished) : shown.value,
    metrics: finished.length > 0 ? meanMetrics(finished) : shown.metrics,
    seconds: all.reduce((sum, { seconds }) => sum + seconds, 0),
    params,
    n: finished.length,
    trials: all.map(({ trial }) => trial),
  };
}

/** Of several runs; null: not asked for. */
function meanMetrics(rows: readonly LeaderboardRow[]): Metrics | null {
  const known = rows.flatMap(({ metrics }) => metrics ?? []);
  if (known.length < rows.length) return null;
  return eachMetric((name) => known.reduce((sum, all) => sum + all[name], 0) / known.length);
}

function judgmentOf(
  { samples, images, paired }: Samples,
  leaders: readonly BoardRow[],
  between: BetweenRuns | null,
  isJudged: boolean,
): Judgment | null {
  if (samples.length < 2) return null;
  return {
    by: isJudged ? evidenceOf(images, paired, between) : null,
    images,
    compared: samples.length,
    tied: leaders.length,
    bias: paired ? selectionBias(samples, between) : null,
    repeats: leaders.length > 1 ? priceOfRepeats(leaders) : null,
  };
}

function evidenceOf(images: number | null, paired: boolean, between: BetweenRuns | null): Evidence {
  if (images === null) return 'runs';
  if (!paired) return 'accuracies';
  return between ? 'images and runs' : 'images';
}

/** More are not worth repeating: what they have in common is found sooner with fewer. */
const MOST_REPEATED = 20;

/** Three runs of each leader, or twice as many as there are. */
function priceOfRepeats(leaders: readonly BoardRow[]): Judgment['repeats'] {
  const runs = Math.max(...leaders.map(({ n }) => n));
  const n = runs < 3 ? 3 : 2 * runs;
  const top = Math.min(MOST_REPEATED, leaders.length);
  const seconds = leaders.slice(0, top).reduce((sum, row) => {
    return sum + ((n - row.n) * row.seconds) / row.trials.length;
  }, 0);
  return { top, n, seconds };
}
