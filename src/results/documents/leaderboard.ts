import type { Compiled } from '../../core/cohort-work.js';
import type { Goal, MetricName, Metrics, Rule } from '../../core/metric.js';
import type { Params } from '../../core/space.js';
import type { Objective } from '../../core/study/objective.js';
import type { TrialState } from '../../core/trial-state.js';
import type { Board, Evidence } from '../statistics/board.js';

/** `thaw leaderboard --format json`, and what `run` and `resume` print at their end. */
export interface LeaderboardDocument {
  /** Id. */
  readonly sweep: number;
  readonly name: string;
  readonly metric: MetricName;
  readonly goal: Goal;
  readonly rule: Rule;
  /** What the sweep compares trials by, the metric that ranks them first. */
  readonly objectives: readonly Objective[];
  /**
   * What a GPU compiled in this run, and in how long, on all workers together. Null: nothing, or it is
   * a leaderboard that no run printed.
   */
  readonly programs: { readonly compiled: number; readonly seconds: number } | null;
  /**
   * Points of this run that give the same recipe as others, and were not trained again. Null: it is a
   * leaderboard that no run printed.
   */
  readonly equal_points: number | null;
  /** How sure the order is; null: fewer than two recipes have finished. */
  readonly judgment: {
    /** What recipes were told apart by; null: nothing is known but their values. */
    readonly by: Evidence;
    /** How many the values are shares of; null: they are none. */
    readonly images: number | null;
    /** With the best, itself included. */
    readonly compared: number;
    /** How many have rank 1; 0: not judged. */
    readonly tied: number;
    /** By how much the best value is too high because it was chosen; null: not known. */
    readonly bias: number | null;
    /** What would tell those with rank 1 apart; null: there is one only. */
    readonly repeats: {
      readonly top: number;
      readonly n: number;
      readonly seconds: number;
    } | null;
  } | null;
  /** Best first. */
  readonly rows: readonly LeaderboardEntry[];
}

/** What a leaderboard tells of the run that it is the end of. */
export interface EndedRun {
  readonly compiled?: Compiled | undefined;
  readonly equal: number;
}

export interface LeaderboardEntry {
  /**
   * From 1, which all have that cannot be told from the best; null for trials that have no place: not
   * finished, or of another `change`.
   */
  readonly rank: number | null;
  /**
   * Which accepted change of images or weights it comes after; 0: it is made of what the sweep began
   * with. Only those are ranked.
   */
  readonly change: number;
  /** Id: what `thaw show` takes. Of several runs of one recipe the best. */
  readonly trial: number;
  /** Ids of all runs of the recipe. */
  readonly trials: readonly number[];
  /** How many of them have finished. */
  readonly n: number;
  readonly state: TrialState;
  /** Of the metric, the mean of finished runs; null before the first report. */
  readonly value: number | null;
  /** 95 %; null: nothing is known of it. */
  readonly interval: { readonly low: number; readonly high: number } | null;
  /** Whether it cannot be told from the best; null: not judged. */
  readonly tied: boolean | null;
  /** Of being as good as the best, after Holm's correction; null: not judged, or the best itself. */
  readonly p: number | null;
  /** The epoch that `value` is of, from 0. */
  readonly epoch: number | null;
  /** How many were reported. */
  readonly epochs: number;
  /** Of all its runs together. */
  readonly seconds: number;
  /** How many numbers its optimizer stepped; null: not known. */
  readonly trained_parameters: number | null;
  /** At that epoch, a value for each of the objectives; empty where there is but one, or no report. */
  readonly values: Partial<Metrics>;
  /** Whether it keeps to the bounds of the objectives: others are not ranked. */
  readonly feasible: boolean;
  /** Whether no ranked trial beats it in one objective without losing in another; null: one objective. */
  readonly front: boolean | null;
  /** As sampled. */
  readonly params: Params;
}

/** `run`: the one that this is the end of. */
export function leaderboardDocument(
  { sweep, query, rows, front, judgment }: Board,
  run?: EndedRun,
): LeaderboardDocument {
  return {
    sweep: sweep.id,
    name: sweep.name,
    metric: query.metric,
    goal: query.goal,
    rule: query.rule,
    programs: run?.compiled
      ? { compiled: run.compiled.programs, seconds: run.compiled.seconds }
      : null,
    equal_points: run?.equal ?? null,
    objectives: sweep.spec.objectives,
    judgment,
    rows: rows.map((row) => {
      const { rank, change, trial, trials, n, state, value, interval, tied, p } = row;
      const { epoch, epochs, seconds, parameters, metrics, feasible, params } = row;
      return {
        ...{ rank, change, trial, trials, n, state, value, interval, tied, p },
        ...{ epoch, epochs, seconds, trained_parameters: parameters },
        values: valuesOf(metrics, query.objectives ?? []),
        feasible,
        front: sweep.spec.objectives.length > 1 ? trials.some((id) => front.has(id)) : null,
        params,
      };
    }),
  };
}

function valuesOf(values: Metrics | null, objectives: readonly Objective[]): Partial<Metrics> {
  if (values === null) return {};
  return Object.fromEntries(objectives.map(({ name }) => [name, values[name]]));
}
