import { lossOf, type Metric, type Metrics, type Rule } from './metric.js';
import type { Objective } from './study/objective.js';
import { type TrialState, trialStates } from './trial-state.js';

/** A trial in the order of a leaderboard. */
export interface Standing {
  readonly state: TrialState;
  /** Of the epoch that stands for it: lower is better; Infinity: it has none. */
  readonly loss: number;
  /** False: outside the bounds of an objective then. */
  readonly feasible?: boolean;
  /** Place in its sweep, or in its cohort. */
  readonly number: number;
}

/**
 * The one order of trials: by state, then those within bounds, then the better value, then the earlier
 * trial. Worker, keeper,
 * progress and leaderboard all go by it.
 */
export function byStanding(a: Standing, b: Standing): number {
  const byState = trialStates[a.state].standing - trialStates[b.state].standing;
  if (byState !== 0) return byState;
  const [inside, also] = [a.feasible ?? true, b.feasible ?? true];
  if (inside !== also) return inside ? -1 : 1;
  if (a.loss !== b.loss) return a.loss < b.loss ? -1 : 1;
  return a.number - b.number;
}

/** The report that stands for a trial: of equal epochs the earlier; undefined: there is none. */
export function standingReport<Report extends { readonly metrics: Metrics }>(
  reports: readonly Report[],
  metric: Metric,
  rule: Rule,
): Report | undefined {
  return reports.reduce<Report | undefined>(
    (best, report) =>
      best === undefined || supersedes(report, best, metric, rule) ? report : best,
    undefined,
  );
}

/** Whether a later report stands in place of an earlier one. */
export function supersedes(
  later: { readonly metrics: Metrics },
  earlier: { readonly metrics: Metrics },
  metric: Metric,
  rule: Rule,
): boolean {
  return rule === 'last' || lossOf(later.metrics, metric) < lossOf(earlier.metrics, metric);
}

/**
 * What a trial comes to: a loss for each objective, at its best epoch by the first of them. Empty: it
 * has reported nothing.
 */
export function standingLosses(
  reports: readonly { readonly metrics: Metrics }[],
  objectives: readonly [Objective, ...Objective[]],
): readonly number[] {
  const report = standingReport(reports, objectives[0], 'best');
  return report ? lossesOf(report.metrics, objectives) : [];
}

/** One loss for each objective. */
export function lossesOf(metrics: Metrics, objectives: readonly Objective[]): readonly number[] {
  return objectives.map((objective) => lossOf(metrics, objective));
}
