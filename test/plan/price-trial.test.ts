import { describe, expect, test } from 'vitest';
import type { Choice } from '../../src/core/json.js';
import type { Recipe } from '../../src/core/recipe.js';
import { parameterCounts } from '../../src/networks/costs.js';
import { networkCalled, networks } from '../../src/networks/index.js';
import { classifierUnit } from '../../src/networks/network.js';
import { resnet50 } from '../../src/networks/resnet50.js';
import { priceTrial } from '../../src/plan/price-trial.js';
import { changed, fakeRecipe } from '../fakes/specs.js';

const CYCLED = { type: 'one_cycle' };

/** Copies of the trained weights that stay while it trains: its own, the best, the slots. */
function copies(optimizer: Choice, scheduler: Choice = { type: 'constant' }): number {
  const recipe = changed(fakeRecipe(), { optimizer, scheduler });
  const trained = 4 * parameterCounts(resnet50).at(-1)!;
  return priceTrial(recipe, 3).stateBytes / trained;
}

describe("a trial's memory", () => {
  test.each([
    [{ type: 'sgd', momentum: 0 }, 2],
    [{ type: 'sgd', momentum: 0.9 }, 3],
    [{ type: 'adam', amsgrad: false }, 4],
    [{ type: 'adamw', amsgrad: true }, 5],
    [{ type: 'rmsprop', momentum: 0, centered: false }, 3],
    [{ type: 'rmsprop', momentum: 0.9, centered: true }, 5],
  ])('counts what the optimizer keeps: %j', (optimizer, expected) => {
    expect(copies(optimizer)).toBe(expected);
  });

  test('counts a momentum that only the schedule gives', () => {
    const sgd = { type: 'sgd', momentum: 0 };
    expect(copies(sgd, CYCLED)).toBe(3);
    expect(copies(sgd, { ...CYCLED, cycle_momentum: false })).toBe(2);
  });
});

describe('a network', () => {
  const priceOf = (architecture: string, firstTrained: number) => {
    const recipe = changed(fakeRecipe(), { firstTrained });
    const model: Recipe['trunk']['model'] = { architecture, weights: 'random' };
    return priceTrial({ ...recipe, trunk: { ...recipe.trunk, model } }, 3);
  };

  test('that is deeper or wider costs more, frozen or trained', () => {
    for (const firstTrained of ['fc', 'all'] as const) {
      const prices = ['resnet18', 'resnet34', 'resnet101'].map((name) => {
        const unit = firstTrained === 'all' ? 0 : classifierUnit(networkCalled(name));
        const { trunk, epoch } = priceOf(name, unit);
        return firstTrained === 'all' ? epoch : trunk;
      });
      expect(prices).toEqual(prices.toSorted((a, b) => a - b));
    }
  });

  test.each(networks.map(({ name }) => name))('is priced by its own units: %s', (name) => {
    const last = classifierUnit(networkCalled(name));
    expect(priceOf(name, last).stateBytes).toBeLessThan(priceOf(name, last - 1).stateBytes);
    expect(priceOf(name, 0).trunk).toBe(0);
  });
});
