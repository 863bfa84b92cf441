import { expect, test } from 'vitest';
import { recipeKey } from '../../../src/train/cohort/snapshot/cohort-snapshot.js';
import { changed, fakeRecipe } from '../../fakes/specs.js';

const recipe = fakeRecipe();
const { data, model } = recipe.trunk;

test('a recipe is the same to a snapshot wherever its images and weights have moved', () => {
  const moved = changed(recipe, {
    data: { ...data, source: '/moved/here' },
    model: { ...model, weights: '/moved/weights.safetensors' },
  });
  expect(recipeKey(moved)).toBe(recipeKey(recipe));
});

test('a recipe of other images of a source, or otherwise trained, is another', () => {
  const others = [
    changed(recipe, { data: { ...data, train: data.train! - 1 } }),
    changed(recipe, { model: { ...model, architecture: 'resnet18' } }),
    changed(recipe, { seed: 8 }),
    changed(recipe, { learningRate: 0.2 }),
  ].map(recipeKey);
  expect(new Set([...others, recipeKey(recipe)]).size).toBe(5);
});
