import type { LeaderboardEntry } from '../../results/documents/leaderboard.js';
import { accuracyInterval } from '../../results/statistics/class-accuracies.js';
import type { TrainedModel } from '../export-format.js';

/** A number of a network on images that it was not trained on. */
export interface Figure {
  readonly split: 'validation' | 'test';
  readonly metric: string;
  readonly value: number;
  /** 95 %; null: not known. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** Null: not known. */
  readonly images: number | null;
  /** What the value is of, where it is not of this network alone. */
  readonly of: string | null;
}

/** What is known of how good a trial is: by what it was chosen, then what the test split said. */
export function figuresOf({ trial, leaderboard }: TrainedModel): readonly Figure[] {
  const { best, metric, tests, recipe } = trial;
  const row = rowOf({ trial, leaderboard });
  const images = leaderboard.judgment?.images ?? recipe?.data.val ?? null;
  const figures: Figure[] = [];
  const own = { split: 'validation', metric, images } as const;
  if (best) {
    const interval = row?.n === 1 ? row.interval : null;
    figures.push({ ...own, value: best.value, interval, of: null });
  }
  if (row && row.n > 1 && row.value !== null) {
    const of = `mean of ${row.n} runs of this recipe`;
    figures.push({ ...own, value: row.value, interval: row.interval, of });
  }
  const test = tests.at(-1);
  if (test) {
    figures.push({
      ...{ split: 'test', metric: 'accuracy', value: test.accuracy, images: test.images },
      interval: accuracyInterval(test.accuracy, test.images),
      of: tests.length > 1 ? `read ${tests.length} times` : null,
    });
  }
  return figures;
}

/** The recipe's row; undefined: it has none. */
export function rowOf({
  trial,
  leaderboard,
}: Pick<TrainedModel, 'trial' | 'leaderboard'>): LeaderboardEntry | undefined {
  return leaderboard.rows.find(({ trials }) => trials.includes(trial.trial));
}
