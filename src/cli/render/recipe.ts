import type { Choice } from '../../core/json.js';
import type { Recipe } from '../../core/recipe.js';
import { flatRecipe } from '../../core/recipe.js';
import { grouped } from '../../core/words/numbers.js';
import { defaultNetwork, networkCalled } from '../../networks/index.js';
import { paramValue, shortNumber } from '../../results/param-value.js';

/** What a trial trains with, defaults included: name and value of each line. */
export function recipeLines(parts: Recipe): readonly (readonly [string, string])[] {
  const recipe = flatRecipe(parts);
  const { data, model, normalization, head } = recipe;
  const { units } = networkCalled(model.architecture);
  const depth = units.length - recipe.firstTrained;
  const transforms = recipe.augmentation.transforms.map((value) => paramValue(value)).join(', ');
  return [
    ...(model.architecture === defaultNetwork.name
      ? []
      : ([['architecture', model.architecture]] as const)),
    ['weights', model.weights],
    ['data', `${data.source}: ${grouped(data.train)} to train, ${grouped(data.val)} to validate`],
    ['images', `${recipe.imageSize} px, batches of ${recipe.batchSize}`],
    [
      'normalization',
      normalization === 'weights' ? 'as the weights' : paramValue({ ...normalization }),
    ],
    ['augmentation', transforms === '' ? 'none' : `${recipe.augmentation.name}: ${transforms}`],
    ['trains', depth === 1 ? 'fc only' : `${units[recipe.firstTrained]} to fc (${depth} units)`],
    ['optimizer', named(recipe.optimizer)],
    ['scheduler', `${named(recipe.scheduler)} from ${shortNumber(recipe.learningRate, 8)}`],
    ['epochs', String(recipe.epochs)],
    ...(recipe.precision === 'float32' ? [] : [['frozen layers', recipe.precision] as const]),
    ['network', `stem ${recipe.stem}, pooling ${recipe.pooling}, head ${paramValue({ ...head })}`],
    ...(recipe.dropout > 0 ? ([['dropout', shortNumber(recipe.dropout)]] as const) : []),
    ...(recipe.labelSmoothing > 0
      ? ([['label smoothing', shortNumber(recipe.labelSmoothing)]] as const)
      : []),
    ...(recipe.gradientClip !== null
      ? ([['gradient clip', shortNumber(recipe.gradientClip)]] as const)
      : []),
    ...(recipe.layerLrDecay !== 1
      ? ([['layer lr decay', shortNumber(recipe.layerLrDecay)]] as const)
      : []),
    ['seed', `${recipe.seed}${recipe.replicate > 0 ? `, replicate ${recipe.replicate}` : ''}`],
  ];
}

/** Options by name: here there is room. */
function named({ type, ...options }: Choice): string {
  const texts = Object.entries(options).map(([name, value]) => `${name} ${paramValue(value)}`);
  return texts.length === 0 ? type : `${type} (${texts.join(', ')})`;
}
