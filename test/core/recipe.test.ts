import { describe, expect, test } from 'vitest';
import { recipeFor } from '../../src/config/recipe-for.js';
import type { Json } from '../../src/core/json.js';
import { flatRecipe, keyOf, type Recipe } from '../../src/core/recipe.js';
import { changed, fakeRecipe, fakeSpec, type RecipeFields } from '../fakes/specs.js';

const PARTS = ['trunk', 'training', 'pace', 'judged'] as const;

/** Parts whose keys differ between two recipes. */
function differing(a: Recipe, b: Recipe): readonly string[] {
  return PARTS.filter((part) => keyOf(a[part]) !== keyOf(b[part]));
}

describe('a field of a recipe is found in the key of its part and in no other', () => {
  const recipe = fakeRecipe();
  const fields = PARTS.flatMap((part) => Object.keys(recipe[part]).map((field) => [field, part]));

  test.each(fields)('%s: %s', (field, part) => {
    const other = changed(recipe, { [field!]: 'something else' } as RecipeFields);
    expect(differing(recipe, other)).toEqual([part]);
  });

  test('no field has a place in two parts', () => {
    expect(new Set(fields.map(([field]) => field)).size).toBe(fields.length);
  });
});

describe('a parameter of the sweep file changes the part that it belongs to', () => {
  const spec = fakeSpec();
  const found = (name: string, value: Json) =>
    differing(recipeFor(spec, {}), recipeFor(spec, { [name]: value }));

  test.each<[string, Json]>([
    ['image_size', 96],
    ['normalization', 'cifar10'],
    ['augmentation', 'crop-flip'],
    ['batch_size', 7],
    ['stem', 'small'],
    ['precision', 'bf16'],
  ])('trunk: %s', (name, value) => {
    expect(found(name, value)).toEqual(['trunk']);
  });

  test.each<[string, Json]>([
    ['unfrozen_layers', 1],
    ['pooling', 'max'],
    ['head', 'mlp'],
    ['dropout', 0.5],
    ['optimizer', 'adam'],
    ['momentum', 0.5],
    ['nesterov', true],
    ['weight_decay', 0.1],
    ['label_smoothing', 0.1],
    ['gradient_clip', 1],
    ['layer_lr_decay', 0.5],
  ])('training: %s', (name, value) => {
    expect(found(name, value)).toEqual(['training']);
  });

  test.each<[string, Json]>([
    ['epochs', 9],
    ['learning_rate', 0.5],
    ['scheduler', 'cosine'],
  ])('pace: %s', (name, value) => {
    expect(found(name, value)).toEqual(['pace']);
  });

  test('trunk: another replicate of the same point', () => {
    expect(differing(recipeFor(spec, {}), recipeFor(spec, {}, 1))).toEqual(['trunk']);
  });
});

test('a flat recipe has every field of every part', () => {
  const recipe = fakeRecipe();
  const fields = PARTS.flatMap((part) => Object.keys(recipe[part]));
  expect(Object.keys(flatRecipe(recipe)).sort()).toEqual(
    fields.filter((field) => field !== 'rule').sort(),
  );
});
