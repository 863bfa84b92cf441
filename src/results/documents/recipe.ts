import { flatRecipe, type Recipe } from '../../core/recipe.js';
import { type SnakeKeys, snakeKeys } from './snake-keys.js';

type FlatRecipe = ReturnType<typeof flatRecipe>;

/** What a trial trains with, its four parts laid side by side. */
export type RecipeDocument = SnakeKeys<FlatRecipe>;

/** The order in which a document lists a recipe's fields; any others come after these. */
const ORDER: readonly (keyof FlatRecipe)[] = [
  ...(['model', 'data', 'seed', 'replicate', 'metric', 'optimizer', 'learningRate'] as const),
  ...(['scheduler', 'augmentation', 'firstTrained', 'dropout', 'labelSmoothing'] as const),
  ...(['batchSize', 'epochs', 'imageSize', 'normalization', 'precision'] as const),
  ...(['gradientClip', 'layerLrDecay', 'stem', 'pooling', 'head'] as const),
];

export function recipeDocument(recipe: Recipe): RecipeDocument {
  const flat = flatRecipe(recipe);
  const first = Object.fromEntries(ORDER.map((name) => [name, flat[name]]));
  return snakeKeys({ ...first, ...flat });
}
