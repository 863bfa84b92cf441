import type { Compiled } from '../../core/cohort-work.js';
import type { Goal, MetricName, Rule } from '../../core/metric.js';
import type { Params } from '../../core/space.js';
import type { TrialState } from '../../core/trial-state.js';
import type { Leaderboard } from '../leaderboard.js';

/** `thaw leaderboard --format json`, and what `run` and `resume` print at their end. */
export interface LeaderboardDocument {
  /** Id. */
  readonly sweep: number;
  readonly name: string;
  readonly metric: MetricName;
  readonly goal: Goal;
  readonly rule: Rule;
  /**
   * What a GPU compiled in this run, and in how long, on all workers together. Null: nothing, or it is
   * a leaderboard that no run printed.
   */
  readonly programs: { readonly compiled: number; readonly seconds: number } | null;
  /** Best first. */
  readonly rows: readonly LeaderboardEntry[];
}

export interface LeaderboardEntry {
  /** From 1; null for trials that have no place: not finished, or of another `change`. */
  readonly rank: number | null;
  /**
   * Which accepted change of images or weights it comes after; 0: it is made of what the sweep began
   * with. Only those are ranked.
   */
  readonly change: number;
  /** Id: what `thaw show` takes. */
  readonly trial: number;
  readonly state: TrialState;
  /** Of the metric; null before the first report. */
  readonly value: number | null;
  /** The epoch that `value` is of, from 0. */
  readonly epoch: number | null;
  /** How many were reported. */
  readonly epochs: number;
  readonly seconds: number;
  /** As sampled. */
  readonly params: Params;
}

/** `compiled`: by the run that this is the end of. */
export function leaderboardDocument(
  { sweep, query, rows }: Leaderboard,
  compiled?: Compiled,
): LeaderboardDocument {
  return {
    sweep: sweep.id,
    name: sweep.name,
    metric: query.metric,
    goal: query.goal,
    rule: query.rule,
    programs: compiled ? { compiled: compiled.programs, seconds: compiled.seconds } : null,
    rows: rows.map(({ rank, change, trial, state, value, epoch, epochs, seconds, params }) => {
      return { rank, change, trial, state, value, epoch, epochs, seconds, params };
    }),
  };
}
