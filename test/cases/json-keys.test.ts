import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { recipeDocument } from '../../src/results/documents/recipe.js';
import { thaw } from '../e2e/thaw.js';
import { changed, fakeRecipe } from '../fakes/specs.js';

const FOLDER = fileURLToPath(new URL('./json-keys/', import.meta.url));

test("options keep PyTorch's names in JSON, keys of ours stay in snake case", async () => {
  const { stdout } = await thaw(['plan', 'sweep.yaml', '--format', 'json'], FOLDER);
  const { schedules, estimate } = JSON.parse(stdout);
  expect(schedules[0]).toMatchObject({ learning_rate: 0.001, scheduler: { T_max: 4, eta_min: 0 } });
  expect(schedules[1].scheduler).toMatchObject({ T_0: 2, T_mult: 1 });
  expect(estimate).toHaveProperty('alone_seconds');
  expect(stdout).not.toMatch(/"_t_/);
});

test('so they do in the recipe that show prints', () => {
  const scheduler = { type: 'cosine', T_max: 4 };
  const recipe = recipeDocument(changed(fakeRecipe(), { scheduler }));
  expect(recipe).toMatchObject({ scheduler, learning_rate: expect.any(Number) });
});
