import { expect, test } from 'vitest';
import { trunkKey } from '../../src/core/recipe-keys.js';
import { fakeRecipe } from '../fakes/specs.js';

test('trials share frozen layers whatever trains above them', () => {
  const recipe = fakeRecipe();
  const others = [{ learningRate: 0.5 }, { firstTrained: 3 }, { pooling: 'max' }, { dropout: 0.5 }];
  for (const other of others) {
    expect(trunkKey({ ...recipe, ...(other as object) })).toBe(trunkKey(recipe));
  }
});

test('trials of another input, network or precision do not', () => {
  const recipe = fakeRecipe();
  const others = [
    { imageSize: 96 },
    { stem: 'small' },
    { precision: 'bf16' },
    { batchSize: 7 },
    { replicate: 1 },
    { augmentation: { name: 'flip', transforms: [{ type: 'horizontal_flip' }] } },
  ];
  for (const other of others) {
    expect(trunkKey({ ...recipe, ...(other as object) })).not.toBe(trunkKey(recipe));
  }
});
