import type { Trial } from '../../core/trial.js';
import { type CohortPlan, type PlannerOptions, planCohorts } from '../../plan/plan-cohorts.js';
import type { Waiting } from '../../plan/split-group.js';

/** Trials that wait, as cohorts of those that share a trunk. */
export interface Queue {
  readonly isEmpty: boolean;
  /**
   * The next cohort for a lane: of the group the lane was on if it has more, else of the first group
   * that no other lane is on, else the first.
   */
  take(last: string | undefined, busy: ReadonlySet<string | undefined>): Cohort | undefined;
}

export interface Cohort {
  /** What its trials have in common: their trunk key, and the snapshot they go on from. */
  readonly group: string;
  /** By number. */
  readonly trials: readonly Trial[];
  /** More of its group wait than there are other lanes: some will come to the same worker. */
  readonly followed: boolean;
}

/**
 * What waits is divided anew where `options` have changed since it was: there are more lanes, say.
 *
 * Groups come in the order of their first trial among all of `trials`, run already or not, so that
 * a resumed sweep takes up the very order that it left.
 */
export function createQueue(trials: readonly Waiting<Trial>[], options: PlannerOptions): Queue {
  const order = new Map(trials.map(({ group }, place) => [group, place] as const).reverse());
  const queued = trials
    .filter(({ trial }) => trial.state === 'queued')
    .sort((a, b) => order.get(a.group)! - order.get(b.group)!);
  let planned: PlannerOptions;
  let cohorts: CohortPlan<Trial>[];

  function plan(waiting: readonly Waiting<Trial>[]): void {
    const { lanes, limits } = options;
    planned = { lanes, limits };
    cohorts = [...planCohorts(waiting, planned)];
  }

  function isAsPlanned(): boolean {
    const { lanes, limits } = options;
    const { bytes, trials } = planned.limits;
    return lanes === planned.lanes && limits.bytes === bytes && limits.trials === trials;
  }

  function choose(last: string | undefined, busy: ReadonlySet<string | undefined>): number {
    const own = cohorts.findIndex(({ group }) => group === last);
    if (own >= 0) return own;
    const free = cohorts.findIndex(({ group }) => !busy.has(group));
    return Math.max(0, free);
  }

  plan(queued);
  return {
    get isEmpty() {
      return cohorts.length === 0;
    },
    take(last, busy) {
      if (!isAsPlanned()) {
        const left = new Set(cohorts.flatMap(({ waiting }) => waiting));
        plan(queued.filter((each) => left.has(each)));
      }
      const [cohort] = cohorts.splice(choose(last, busy), 1);
      if (!cohort) return undefined;
      const { group, waiting } = cohort;
      const trials = waiting.map(({ trial }) => trial).sort((a, b) => a.number - b.number);
      const rest = cohorts.filter((other) => other.group === group).length;
      return { group, trials, followed: rest >= options.lanes };
    },
  };
}
