import type { Speed } from '../core/backend-info.js';
import { keyOf, plainPart, type Recipe, type TrunkRecipe } from '../core/recipe.js';
import type { TrainedTrial } from './pace.js';
import { defaultPace, observedPace } from './pace.js';
import { type PlannerOptions, planCohorts } from './plan-cohorts.js';
import { priceTrial, type TrialPrice, workAlone } from './price-trial.js';
import { groupWork } from './split-group.js';

export interface Estimate {
  /** Training time of the whole sweep, downloads left out. */
  readonly seconds: number;
  /** The same with every trial trained alone. */
  readonly aloneSeconds: number;
  readonly workers: number;
  /**
   * `measured`: from trials in this database; `probed`: from a forward pass timed on this machine;
   * `assumed`: from measurements on another machine.
   */
  readonly basis: 'measured' | 'probed' | 'assumed';
  readonly cohorts: readonly CohortEstimate[];
}

/** Trials that train together. */
export interface CohortEstimate {
  /** Places in the list of recipes. */
  readonly trials: readonly number[];
  /** How many trainings there are in each epoch: trials that train alike are one. */
  readonly branches: readonly number[];
  readonly seconds: number;
}

/**
 * How these trials would train, and for how long, on a backend of such speed. `known`: what is known
 * of this machine's pace: trials that were trained here, and forward images per second at 64 px.
 */
export function estimateSweep(
  recipes: readonly Recipe[],
  speed: Speed,
  options: PlannerOptions,
  known: { readonly trained: readonly TrainedTrial[]; readonly imagesPerSecond: number | null },
): Estimate {
  const { trained, imagesPerSecond } = known;
  const observed = observedPace(trained, speed);
  const { rate, backward } = observed ?? defaultPace(speed, imagesPerSecond);
  const prices = recipes.map((recipe) => priceTrial(recipe, backward));
  const waiting = recipes.map((recipe, trial) => {
    return { trial, group: keyOf(recipe.trunk), price: prices[trial]! };
  });
  const kept = createKept();
  const cohorts = planCohorts(waiting, options).map(({ waiting: members }) => {
    const { trunk, heads } = groupWork(members);
    const pays = members.map(({ trial }) => ({
      trunk: recipes[trial]!.trunk,
      price: prices[trial]!,
    }));
    const saved = options.lanes === 1 ? kept.saved(pays) : 0;
    const paths = members.map(({ price }) => price?.path ?? []);
    return {
      trials: members.map(({ trial }) => trial).sort((a, b) => a - b),
      branches: branchesOf(paths),
      seconds: (trunk - saved + heads) / rate,
    };
  });
  const alone = waiting.reduce((sum, { price }) => sum + workAlone(price), 0) / rate;
  return {
    seconds: longestLane(cohorts, options.lanes),
    aloneSeconds: alone / options.lanes,
    workers: options.lanes,
    basis: observed ? 'measured' : imagesPerSecond !== null ? 'probed' : 'assumed',
    cohorts,
  };
}

/** Frozen outputs of images that are the same in every epoch, which a worker keeps for later cohorts. */
function createKept() {
  const there = new Set<string>();
  return {
    /** Work that a cohort finds done; what it does itself is there from then on. */
    saved(members: readonly { readonly trunk: TrunkRecipe; readonly price: TrialPrice }[]): number {
      const plain = members.map(({ price }) => price.plain);
      const keys = members.map(({ trunk }, m) => `${JSON.stringify(plainPart(trunk))} ${plain[m]}`);
      const lacking = plain.filter((_, m) => !there.has(keys[m]!));
      for (const key of keys) there.add(key);
      return Math.max(0, ...plain) - Math.max(0, ...lacking);
    },
  };
}

function branchesOf(paths: readonly (readonly string[])[]): readonly number[] {
  const epochs = Math.max(0, ...paths.map((path) => path.length));
  return Array.from({ length: epochs }, (_, epoch) => {
    const names = paths.map((path) => path[epoch]).filter((name) => name !== undefined);
    return new Set(names).size;
  });
}

/** Each cohort goes to the lane that is free first. */
function longestLane(cohorts: readonly CohortEstimate[], lanes: number): number {
  const ends = Array.from({ length: lanes }, () => 0);
  for (const { seconds } of cohorts) ends[ends.indexOf(Math.min(...ends))]! += seconds;
  return Math.max(...ends);
}
