import { laneShares } from './lane-shares.js';
import { type CohortLimits, groupWork, splitGroup, type Waiting } from './split-group.js';

export interface PlannerOptions {
  /** Cohorts that train at once. */
  readonly lanes: number;
  readonly limits: CohortLimits;
}

/** Trials of one group that train together. */
export interface CohortPlan<Trial> {
  /** What they have in common. */
  readonly group: string;
  readonly waiting: readonly Waiting<Trial>[];
}

/**
 * Divides trials into cohorts: a group is one cohort unless it does not fit, or
 * lanes would idle at the end. Groups come in the order in which `trials` first names them. Pure.
 */
export function planCohorts<Trial>(
  trials: readonly Waiting<Trial>[],
  { lanes, limits }: PlannerOptions,
): readonly CohortPlan<Trial>[] {
  const groups = new Map<string, Waiting<Trial>[]>();
  for (const each of trials) {
    const group = groups.get(each.group);
    if (group) group.push(each);
    else groups.set(each.group, [each]);
  }
  const shares = laneShares(Array.from(groups.values(), groupWork), lanes);
  return Array.from(groups).flatMap(([group, members], g) =>
    splitGroup(members, shares[g]!, limits).map((waiting) => ({ group, waiting })),
  );
}
