import type { MetricName, Metrics } from '../../../core/metric.js';
import type { Params } from '../../../core/space.js';
import type { TrialState } from '../../../core/trial-state.js';
import type { LeaderboardRow } from '../../../store/port.js';

/** All trials of a sweep, whatever their state, by number. */
export interface TrialsDocument {
  /** Id. */
  readonly sweep: number;
  readonly metric: MetricName;
  readonly trials: readonly TrialEntry[];
}

export interface TrialEntry {
  /** Id. */
  readonly trial: number;
  /** Place in its sweep, from 1. */
  readonly number: number;
  /** Place of its point, and which run of it, from 0. */
  readonly point: number;
  readonly replicate: number;
  readonly state: TrialState;
  /** The metric at the epoch that stands for it; null: no report, or no number. */
  readonly value: number | null;
  /** That epoch, from 0. */
  readonly epoch: number | null;
  /** Reported. */
  readonly epochs: number;
  /** Its share of the time so far. */
  readonly seconds: number;
  readonly trained_parameters: number | null;
  /** Which accepted change of images or weights it comes after; 0: none. Only those are compared. */
  readonly change: number;
  /** Whether it keeps to the bounds of the sweep's objectives. */
  readonly feasible: boolean;
  /** At that epoch, of each of the sweep's objectives and others asked for. */
  readonly values: Partial<Readonly<Record<keyof Metrics, number | null>>>;
  /** As sampled. */
  readonly params: Params;
}

/** `rows`: of all trials, as `Readings.leaderboard` gives them for every state. */
export function trialsDocument(
  sweep: number,
  metric: MetricName,
  rows: readonly LeaderboardRow[],
): TrialsDocument {
  const trials = rows.toSorted((a, b) => a.number - b.number).map(trialEntry);
  return { sweep, metric, trials };
}

function trialEntry(row: LeaderboardRow): TrialEntry {
  const { trial, number, point, replicate, state, value, epoch, epochs, seconds } = row;
  return {
    ...{ trial, number: number + 1, point, replicate, state },
    ...{ value: finite(value), epoch, epochs, seconds },
    trained_parameters: row.parameters,
    change: row.change,
    feasible: row.feasible,
    values: Object.fromEntries(
      Object.entries(row.metrics ?? {}).map(([name, each]) => [name, finite(each)]),
    ),
    params: row.params,
  };
}

function finite(value: number | null): number | null {
  return value !== null && Number.isFinite(value) ? value : null;
}
