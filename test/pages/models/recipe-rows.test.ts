import { expect, test } from 'vitest';
import { recipeRows } from '../../../src/pages/models/recipe-rows.js';
import { aRecipe, aTrial } from './documents.js';

const best = aTrial({ trial: 1, recipe: aRecipe({}) });

test('fields that the best trial has otherwise say so, option by option', () => {
  const recipe = aRecipe({
    learning_rate: 0.003,
    optimizer: { type: 'sgd', momentum: 0.5, nesterov: false },
  });
  const rows = recipeRows(aTrial({ trial: 2, recipe }), best);
  expect(rows.filter((row) => row.best !== null)).toEqual([
    { name: 'learning_rate', value: '0.003', best: '0.01' },
    { name: 'optimizer.momentum', value: '0.5', best: '0.9' },
  ]);
  expect(rows).toContainEqual({ name: 'seed', value: '1', best: null });
});

test('of another choice the whole of it differs', () => {
  const recipe = aRecipe({ optimizer: { type: 'adamw', weight_decay: 0.01 } });
  const rows = recipeRows(aTrial({ trial: 2, recipe }), best);
  expect(rows.filter((row) => row.best !== null)).toEqual([
    {
      name: 'optimizer',
      value: 'adamw(weight_decay=0.01)',
      best: 'sgd(momentum=0.9, nesterov=false)',
    },
  ]);
});

test('the best trial differs from none', () => {
  expect(recipeRows(best, best).every((row) => row.best === null)).toBe(true);
  expect(recipeRows(best, null).map(({ name }) => name)).toEqual([
    'seed',
    'learning_rate',
    'optimizer',
  ]);
});

test('a trial whose params make no recipe has no rows', () => {
  expect(recipeRows(aTrial({ trial: 2, recipe: null }), best)).toEqual([]);
});
