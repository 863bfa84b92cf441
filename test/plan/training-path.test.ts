import { describe, expect, test } from 'vitest';
import { trainingPath } from '../../src/plan/training-path.js';
import { changed, fakeRecipe, type RecipeFields } from '../fakes/specs.js';

const recipe = (change: RecipeFields = {}) => changed(fakeRecipe({ epochs: 4 }), change);

/** Epochs that two trials share from the start. */
function shared(a: RecipeFields, b: RecipeFields): number {
  const [x, y] = [recipe(a), recipe(b)].map((each) => trainingPath(each, 10));
  return x!.filter((name, epoch) => name === y![epoch]).length;
}

describe('a trial shares with one of a constant rate', () => {
  test.each([
    ['everything, if it is its twin', { type: 'constant' }, 4],
    ['the epochs before the first drop', { type: 'step', step_size: 2, gamma: 0.1 }, 2],
    ['the first epoch of a cosine', { type: 'cosine', eta_min: 0 }, 1],
    ['everything while the loss falls', { type: 'plateau', patience: 1, factor: 0.5 }, 4],
    ['nothing where the rate moves by the step', { type: 'cosine', interval: 'step' }, 0],
    ['nothing where momentum cycles', { type: 'one_cycle' }, 0],
  ])('%s', (_, scheduler, epochs) => {
    expect(shared({ scheduler: { type: 'constant' } }, { scheduler })).toBe(epochs);
  });
});

test.each<RecipeFields>([
  { learningRate: 0.2 },
  { firstTrained: 14 },
  { optimizer: { type: 'adam' } },
  { optimizer: { type: 'sgd', weight_decay: 0.1 } },
  { dropout: 0.5 },
  { labelSmoothing: 0.1 },
  { gradientClip: 1 },
  { layerLrDecay: 0.9 },
  { pooling: 'max' },
  { head: { type: 'mlp', width: 8 } },
])('a trial with another %o shares nothing', (change) => {
  expect(shared({}, change)).toBe(0);
});

test('a longer trial shares all epochs of a shorter one whose rates are the same', () => {
  expect(shared({}, { epochs: 2 })).toBe(2);
});
