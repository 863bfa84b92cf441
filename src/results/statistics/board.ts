import type { Interval } from '../../search/statistics/wilson.js';
import type { LeaderboardRow } from '../../store/port.js';
import type { Leaderboard } from '../leaderboard.js';

/** A leaderboard of recipes, and how sure it is. */
export interface Board extends Omit<Leaderboard, 'rows'> {
  readonly rows: readonly BoardRow[];
  /** Null: there is nothing to judge. */
  readonly judgment: Judgment | null;
}

/**
 * A recipe: what its trials have in common. Of several runs `value` is their mean, `seconds` their
 * sum, `trial` and what else is of one trial, those of the best. `rank` is 1 for all that cannot be
 * told from the best.
 */
export interface BoardRow extends LeaderboardRow {
  /** Finished runs; 0: none, and what is shown is of one that has no place. */
  readonly n: number;
  /** Ids of all its trials. */
  readonly trials: readonly number[];
  /** 95 %, of its value on new images and, where the sweep has repeats, in new runs; null: not known. */
  readonly interval: Interval | null;
  /** Whether it cannot be told from the best; null: not judged. */
  readonly tied: boolean | null;
  /** Of its being as good as the best, after Holm's correction; null: not judged, or it is the best. */
  readonly p: number | null;
}

/** What recipes are told apart by; null: nothing is known but their values. */
export type Evidence = 'images' | 'images and runs' | 'runs' | 'accuracies' | null;

export interface Judgment {
  readonly by: Evidence;
  /** How many images the value is a share of; null: it is none. */
  readonly images: number | null;
  /** Recipes compared with the best, itself included; those below them were not looked at. */
  readonly compared: number;
  /** How many have rank 1. */
  readonly tied: number;
  /** By how much the best value is too high because it was chosen; null: not known. */
  readonly bias: number | null;
  /** What would tell those with rank 1 apart, and its price; null: there is one only. */
  readonly repeats: { readonly top: number; readonly n: number; readonly seconds: number } | null;
}
