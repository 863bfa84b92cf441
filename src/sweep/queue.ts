import type { Trial } from '../core/trial.js';
import { laneShares } from './planner/lane-shares.js';
import { type CohortLimits, groupWork, splitGroup, type Waiting } from './planner/split-group.js';

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
  /** Its trials' trunk key. */
  readonly group: string;
  /** By number. */
  readonly trials: readonly Trial[];
  /** More of its group wait than there are other lanes: some will come to the same worker. */
  readonly followed: boolean;
}

export interface QueueOptions {
  /** Cohorts that train at once. */
  readonly lanes: number;
  readonly limits: CohortLimits;
}

/**
 * Groups come in the order of their first trial among all of `trials`, run already or not, so that
 * a resumed sweep takes up the very order that it left. Each is one cohort unless it does not fit,
 * or lanes would idle at the end.
 */
export function createQueue(trials: readonly Waiting<Trial>[], options: QueueOptions): Queue {
  const cohorts = planCohorts(trials, options);

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

function planCohorts(trials: readonly Waiting<Trial>[], { lanes, limits }: QueueOptions) {
  const groups = new Map<string, Waiting<Trial>[]>();
  for (const each of trials) {
    const group = groups.get(each.group) ?? [];
    groups.set(each.group, group);
    if (each.trial.state === 'queued') group.push(each);
  }
  const waiting = Array.from(groups, ([group, open]) => {
    return { group, open, work: groupWork(open) };
  }).filter(({ open }) => open.length > 0);
  const shares = laneShares(
    waiting.map(({ work }) => work),
    lanes,
  );
  return waiting.flatMap(({ group, open }, g) =>
    splitGroup(open, shares[g]!, limits).map((cohort) => ({
      group,
      trials: cohort.map(({ trial }) => trial).sort((a, b) => a.number - b.number),
    })),
  );
}
