import { keyOf, type Recipe } from '../core/recipe.js';
import type { Params } from '../core/space.js';
import { type CohortTally, createCohortTally } from './cohort-tally.js';
import { priceTrial, type TrialPrice, workAlone } from './price-trial.js';

/** Time of a backward pass over that of its forward pass: about that of every backend. */
const BACKWARD = 2;

/** Multiplications and additions a second of the machine that has no name. */
const RATE = 1e11;

/** Seconds below which no point costs: one that another trains anyway. */
const LEAST = 1e-3;

/**
 * What training a point takes beside others, in seconds of an unnamed machine: what it adds to the
 * work of those that share its trunk. The same on all machines and for all backends, so that what a
 * sampler makes of it is. Points without a recipe cost nothing to speak of.
 *
 * `recipeOf` may throw for params that make none.
 */
export function createPointCosts(
  recipeOf: (params: Params) => Recipe,
): (params: Params, beside: readonly Params[]) => number {
  const prices = new WeakMap<Params, Priced | null>();
  const tallies = new WeakMap<readonly Params[], Tallies>();

  function pricedOf(params: Params): Priced | null {
    const found = prices.get(params);
    if (found !== undefined) return found;
    const priced = orNull(() => {
      const recipe = recipeOf(params);
      return { trunk: keyOf(recipe.trunk), price: priceTrial(recipe, BACKWARD) };
    });
    prices.set(params, priced);
    return priced;
  }

  function talliesOf(beside: readonly Params[]): Tallies {
    const found = tallies.get(beside);
    // A list may have grown since.
    if (found?.points === beside.length) return found;
    const byTrunk = new Map<string, CohortTally>();
    for (const params of beside) {
      const priced = pricedOf(params);
      if (!priced) continue;
      const tally = byTrunk.get(priced.trunk) ?? createCohortTally();
      byTrunk.set(priced.trunk, tally);
      tally.add(priced.price);
    }
    const made = { points: beside.length, byTrunk };
    tallies.set(beside, made);
    return made;
  }

  return (params, beside) => {
    const priced = pricedOf(params);
    if (!priced) return LEAST;
    const { trunk, price } = priced;
    const tally = talliesOf(beside).byTrunk.get(trunk);
    return Math.max(LEAST, (tally ? tally.added(price) : workAlone(price)) / RATE);
  };
}

interface Priced {
  readonly trunk: string;
  readonly price: TrialPrice;
}

/** Work by trunk, of so many points. */
interface Tallies {
  readonly points: number;
  readonly byTrunk: ReadonlyMap<string, CohortTally>;
}

function orNull<Result>(make: () => Result): Result | null {
  try {
    return make();
  } catch {
    return null;
  }
}
