import type { Recipe } from '../../core/recipe.js';
import { unitCosts } from '../../sweep/planner/network-cost.js';

/** What training takes, in multiplications and additions. */
export interface Work {
  /** Forward passes through frozen layers. */
  readonly frozen: number;
  /** Forward passes through layers that train, validation included. */
  readonly forward: number;
  /** Backward passes, by the cost of the forward passes that they belong to. */
  readonly backward: number;
}

/**
 * The work of each trial in turn. Frozen outputs that repeat are computed once for all trials that
 * share them: those of validation, and of training where nothing is augmented.
 */
export function workOf(
  recipes: readonly Recipe[],
  trunkKey: (recipe: Recipe) => string,
): readonly Work[] {
  const kept = new Set<string>();
  return recipes.map((recipe) => {
    const key = `${recipe.firstTrained} ${trunkKey(recipe)}`;
    const first = !kept.has(key);
    kept.add(key);
    return trialWork(recipe, first);
  });
}

function trialWork(recipe: Recipe, first: boolean): Work {
  const { firstTrained, epochs, augmentation } = recipe;
  const { train, val } = recipe.data;
  const costs = unitCosts(recipe);
  const trunk = sum(costs.slice(0, firstTrained));
  const head = sum(costs.slice(firstTrained));
  const fixed = augmentation.transforms.length === 0;
  const trunkImages = (first ? val : 0) + (fixed ? (first ? train : 0) : train * epochs);
  return {
    frozen: trunk * trunkImages,
    forward: head * (train + val) * epochs,
    backward: head * train * epochs,
  };
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, n) => total + n, 0);
}
