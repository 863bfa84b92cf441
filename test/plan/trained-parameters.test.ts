import { expect, test } from 'vitest';
import { trainedParameters } from '../../src/plan/trained-parameters.js';
import { changed, fakeRecipe } from '../fakes/specs.js';

const recipe = fakeRecipe();
const of = (fields: Parameters<typeof changed>[1]) =>
  trainedParameters(changed(recipe, fields), 10);

test('counts what torchvision counts of a resnet50 with ten classes', () => {
  // sum(p.numel() for p in resnet50(num_classes=10).parameters()); of fc alone 2048 x 10 + 10.
  expect(of({ firstTrained: 0 })).toBe(23_528_522);
  expect(of({ firstTrained: 17 })).toBe(20_490);
});

test('counts the layers of an mlp head', () => {
  expect(of({ firstTrained: 17, head: { type: 'mlp', width: 512 } })).toBe(
    2048 * 512 + 512 + 512 * 10 + 10,
  );
});
