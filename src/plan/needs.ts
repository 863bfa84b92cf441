import type { Recipe } from '../core/recipe.js';
import { parameterCounts } from '../networks/costs.js';
import { networkCalled } from '../networks/index.js';
import { createCohortTally } from './cohort-tally.js';
import { priceTrial, type TrialPrice } from './price-trial.js';

/** What a sweep takes of its machine, in bytes, as far as that can be known before it runs. */
export interface Needs {
  readonly memory: {
    /** This process, whatever it trains. */
    readonly process: number;
    /** A worker that trains the largest trial alone: less cannot do. */
    readonly trial: number;
    /** A worker that trains the largest cohort planned; kept frozen outputs come on top. */
    readonly cohort: number;
  };
  readonly disk: {
    /** Weights of the best trials, and of those that a cohort writes before others go. */
    readonly weights: number;
    /** Whole networks of the best trials. */
    readonly networks: number;
    /** States of training cohorts, each new one beside the one before. */
    readonly snapshots: number;
    /** The database. */
    readonly rows: number;
  };
}

export interface NeedsParts {
  readonly recipes: readonly Recipe[];
  /** Places of trials that train together. */
  readonly cohorts: readonly (readonly number[])[];
  readonly lanes: number;
  /** Trials whose weights stay. */
  readonly keep: number;
  /** Bytes that states of training may take; null: none are kept. */
  readonly snapshotBytes: number | null;
  /** How many trials there are, if more than recipes are given. */
  readonly trials: number;
  /** As the backend has it. */
  readonly processBytes: number;
}

/** A trial's row with its recipe, and a report: with their indexes, as measured. */
const ROW = 6000;
const REPORT = 250;

export function needsOf({
  recipes,
  cohorts,
  lanes,
  keep,
  snapshotBytes,
  trials,
  processBytes,
}: NeedsParts): Needs {
  const prices = recipes.map((recipe) => priceTrial(recipe, 1));
  const most = (values: readonly number[]) => values.reduce((a, b) => Math.max(a, b), 0);
  const kept = Math.min(keep, trials);
  const heads = recipes.map(headBytes);
  const states = cohorts.map((places) => bytesOf(places.map((place) => prices[place]!)));
  const epochs = most(recipes.map(({ pace }) => pace.epochs));
  return {
    memory: {
      process: processBytes,
      trial: most(prices.map((price) => bytesOf([price]).all)),
      cohort: most(states.map(({ all }) => all)),
    },
    disk: {
      weights: 2 * kept * most(heads),
      networks: kept * most(recipes.map(networkBytes)),
      snapshots: Math.min(
        snapshotBytes ?? 0,
        2 * Math.min(lanes, cohorts.length) * most(states.map(({ state }) => state)),
      ),
      rows: trials * (ROW + epochs * REPORT),
    },
  };
}

/** What is left at the end, however many of the trials run and however they train. */
export function sureDisk({ disk }: Needs): number {
  return disk.networks;
}

/** The most that it may take. */
export function totalDisk({ disk }: Needs): number {
  return disk.weights + disk.networks + disk.snapshots + disk.rows;
}

function bytesOf(prices: readonly TrialPrice[]): { readonly all: number; readonly state: number } {
  const tally = createCohortTally();
  for (const price of prices) tally.add(price);
  return { all: tally.bytes, state: tally.stateBytes };
}

/** Running statistics are as many as the scales and shifts of batch norms: few, and counted in. */
const STATISTICS = 1.01;

function headBytes({ trunk, training }: Recipe): number {
  const counts = parameterCounts(networkCalled(trunk.model.architecture));
  return 4 * STATISTICS * counts.slice(training.firstTrained).reduce((sum, n) => sum + n, 0);
}

function networkBytes({ trunk }: Recipe): number {
  const counts = parameterCounts(networkCalled(trunk.model.architecture));
  return 4 * STATISTICS * counts.reduce((sum, n) => sum + n, 0);
}
