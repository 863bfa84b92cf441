import type { Compiled } from '../../core/cohort-work.js';
import type { Goal, MetricName, Metrics, Rule } from '../../core/metric.js';
import type { Params } from '../../core/space.js';
import type { Objective } from '../../core/study/objective.js';
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
  /** What the sweep compares trials by, the metric that ranks them first. */
  readonly objectives: readonly Objective[];
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

/** `compiled`: by the run that this is the end of. */
export function leaderboardDocument(
  { sweep, query, rows, front }: Leaderboard,
  compiled?: Compiled,
): LeaderboardDocument {
  return {
    sweep: sweep.id,
    name: sweep.name,
    metric: query.metric,
    goal: query.goal,
    rule: query.rule,
    programs: compiled ? { compiled: compiled.programs, seconds: compiled.seconds } : null,
    objectives: sweep.spec.objectives,
    rows: rows.map(({ number: _, parameters, metrics, feasible, params, ...row }) => ({
      ...row,
      trained_parameters: parameters,
      values: valuesOf(metrics, query.objectives ?? []),
      feasible,
      front: sweep.spec.objectives.length > 1 ? front.has(row.trial) : null,
      params,
    })),
  };
}

function valuesOf(values: Metrics | null, objectives: readonly Objective[]): Partial<Metrics> {
  if (values === null) return {};
  return Object.fromEntries(objectives.map(({ name }) => [name, values[name]]));
}
