import type { Trial } from '../core/trial.js';
import { type PlannerOptions, planCohorts } from '../plan/plan-cohorts.js';
import type { Waiting } from '../plan/split-group.js';

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
 * Groups come in the order of their first trial among all of `trials`, run already or not, so that
 * a resumed sweep takes up the very order that it left.
 */
export function createQueue(trials: readonly Waiting<Trial>[], options: PlannerOptions): Queue {
  const order = new Map(trials.map(({ group }, place) => [group, place] as const).reverse());
  const queued = trials
    .filter(({ trial }) => trial.state === 'queued')
    .sort((a, b) => order.get(a.group)! - order.get(b.group)!);
  const cohorts = planCohorts(queued, options).map(({ group, waiting }) => {
    const trials = waiting.map(({ trial }) => trial).sort((a, b) => a.number - b.number);
    return { group, trials };
  });

  function choose(last: string | undefined, busy: ReadonlySet<string | undefined>): number {
    const own = cohorts.findIndex(({ group }) => group === last);
    if (own >= 0) return own;
    const free = cohorts.findIndex(({ group }) => !busy.has(group));
    return Math.max(0, free);
  }

  return {
    get isEmpty() {
      return cohorts.length === 0;
    },
    take(last, busy) {
      const [cohort] = cohorts.splice(choose(last, busy), 1);
      if (!cohort) return undefined;
      const rest = cohorts.filter(({ group }) => group === cohort.group).length;
      return { ...cohort, followed: rest >= options.lanes };
    },
  };
}
