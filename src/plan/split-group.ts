import { createCohortTally } from './cohort-tally.js';
import type { GroupWork } from './lane-shares.js';
import type { TrialPrice } from './price-trial.js';

/** A trial that waits, as the planner sees it. */
export interface Waiting<Trial> {
  readonly trial: Trial;
  /** Only trials with equal ones can form a cohort: a trunk key, and where it goes on from. */
  readonly group: string;
  /** Null: it cannot even be priced, and runs alone. */
  readonly price: TrialPrice | null;
}

export interface CohortLimits {
  /** Bytes that a cohort may need of its worker. */
  readonly bytes: number;
  /** Trials of a cohort at most: 1 trains each alone. */
  readonly trials: number;
}

/** Far more than it takes to make the trunk cheap, few enough to lose with a process that dies. */
export const COHORT_TRIALS = 256;

/**
 * Cuts a group into cohorts whose work is in proportion to `shares` (which add up to 1), and further
 * where one would not fit. Trials that train alike for long stay together; cohorts come in the
 * order of their first trials. Pure; the same trials give the same cohorts.
 */
export function splitGroup<Trial>(
  group: readonly Waiting<Trial>[],
  shares: readonly number[],
  limits: CohortLimits,
): readonly (readonly Waiting<Trial>[])[] {
  const { heads } = groupWork(group);
  const targets = shares.map((share) => share * heads);
  const cohorts: Waiting<Trial>[][] = [];
  let tally = createCohortTally();
  let cohort: Waiting<Trial>[] = [];

  function close(): void {
    if (cohort.length > 0) cohorts.push(cohort);
    cohort = [];
    tally = createCohortTally();
  }

  for (const each of group.toSorted(byLikeness)) {
    const { price } = each;
    if (price === null) {
      cohorts.push([each]);
      continue;
    }
    const before = tally.heads;
    tally.add(price);
    // Of the two cuts around the target, the nearer. The last share takes what is left.
    const target = targets.length > 1 ? targets[0]! : Number.POSITIVE_INFINITY;
    const beyond = tally.heads - target > target - before;
    const full = tally.bytes > limits.bytes || cohort.length >= limits.trials;
    if (cohort.length > 0 && (beyond || full)) {
      if (beyond) targets.shift();
      else if (targets.length > 1) targets[0]! -= before;
      close();
      tally.add(price);
    }
    cohort.push(each);
  }
  close();
  const places = new Map(group.map((each, place) => [each, place]));
  const firstOf = (members: readonly Waiting<Trial>[]) =>
    Math.min(...members.map((each) => places.get(each)!));
  return cohorts.sort((a, b) => firstOf(a) - firstOf(b));
}

/** Work of a group as one cohort, and the bytes it needs. */
export function groupWork(
  group: readonly Pick<Waiting<unknown>, 'price'>[],
): GroupWork & { readonly bytes: number } {
  const tally = createCohortTally();
  for (const { price } of group) if (price) tally.add(price);
  const { trunk, heads, bytes } = tally;
  return { trunk, heads, bytes };
}

/** By the first epoch in which they differ: those that share more stand closer together. */
function byLikeness<Trial>(a: Waiting<Trial>, b: Waiting<Trial>): number {
  const [x, y] = [a.price?.path ?? [], b.price?.path ?? []];
  const parting = x.findIndex((name, epoch) => name !== y[epoch]);
  if (parting < 0) return x.length - y.length;
  const [here, there] = [x[parting]!, y[parting] ?? ''];
  return here < there ? -1 : 1;
}
