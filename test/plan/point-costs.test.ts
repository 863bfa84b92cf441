import fc from 'fast-check';
import { expect, test } from 'vitest';
import { recipeFor } from '../../src/config/recipe-for.js';
import { keyOf } from '../../src/core/recipe.js';
import type { Params } from '../../src/core/space.js';
import { planCohorts } from '../../src/plan/plan-cohorts.js';
import { createPointCosts } from '../../src/plan/point-costs.js';
import { priceTrial } from '../../src/plan/price-trial.js';
import { groupWork } from '../../src/plan/split-group.js';
import { fakeSpec, together } from '../fakes/specs.js';

const spec = fakeSpec();
const costs = () => createPointCosts((params) => recipeFor(spec, params));

const points = fc.record({
  learning_rate: fc.constantFrom(0.1, 0.01),
  scheduler: fc.constantFrom('constant', 'step', 'cosine'),
  unfrozen_layers: fc.integer({ min: 0, max: 4 }),
  augmentation: fc.constantFrom('none', 'crop-flip'),
  image_size: fc.constantFrom(32, 64),
});

/** Work of points that train together as far as they share a trunk. */
function workOf(all: readonly Params[]): number {
  const waiting = all.map((params) => {
    const recipe = recipeFor(spec, params);
    return { trial: params, group: keyOf(recipe.trunk), price: priceTrial(recipe, 2) };
  });
  return planCohorts(waiting, together()).reduce((sum, cohort) => {
    const { trunk, heads } = groupWork(cohort.waiting);
    return sum + trunk + heads;
  }, 0);
}

test('a point costs what it adds to the work of those beside it', () => {
  fc.assert(
    fc.property(points, fc.array(points, { maxLength: 6 }), (params, beside) => {
      const cost = costs()(params, beside);
      expect(cost).toBeGreaterThan(0);
      const added = (workOf([...beside, params]) - workOf(beside)) / 1e11;
      expect(cost).toBeCloseTo(Math.max(1e-3, added), 6);
    }),
    { numRuns: 60 },
  );
});

test('a list that grows while candidates are compared is seen as it is', () => {
  const cost = costs();
  const params = { unfrozen_layers: 1, learning_rate: 0.1 };
  const beside: Params[] = [];
  const alone = cost(params, beside);
  beside.push({ unfrozen_layers: 1, learning_rate: 0.01 });
  expect(cost(params, beside)).toBeLessThan(alone);
});

test('params that make no recipe cost next to nothing, as they are never trained', () => {
  expect(costs()({ learning_rate: -1 }, [])).toBe(1e-3);
});
