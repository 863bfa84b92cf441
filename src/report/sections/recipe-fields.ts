import type { Json } from '../../core/json.js';
import { grouped } from '../../core/words/numbers.js';
import { networkCalled } from '../../networks/index.js';
import type { RecipeDocument } from '../../results/documents/recipe.js';
import { paramText } from './values.js';

/** A field of a recipe as a reader has it; `param`: the parameter that gives it. */
export interface RecipeField {
  readonly name: string;
  readonly param: string;
  readonly text: string;
}

/** In the order of the document; every other field is its value. */
export function recipeFields(recipe: RecipeDocument): readonly RecipeField[] {
  const { model, data, metric, augmentation, first_trained, normalization } = recipe;
  const told: Readonly<Record<string, Partial<RecipeField>>> = {
    model: { text: `${model.architecture}, weights ${paramText(model.weights)}` },
    data: {
      text: `${paramText(data.source)}: ${grouped(data.train)} to train, ${grouped(data.val)} to validate`,
    },
    metric: { text: `${metric.name}, ${metric.goal}` },
    augmentation: { text: augmentationText(augmentation) },
    first_trained: {
      ...{ name: 'trains', param: 'unfrozen_layers' },
      text: trainedText(model.architecture, first_trained),
    },
    normalization: {
      text: normalization === 'weights' ? 'as the weights' : paramText({ ...normalization }),
    },
  };
  const entries = Object.entries(recipe) as readonly (readonly [string, Json])[];
  return entries.map(([name, value]) => ({
    ...{ name, param: name, text: paramText(value) },
    ...told[name],
  }));
}

function augmentationText({ name, transforms }: RecipeDocument['augmentation']): string {
  return transforms.length === 0 ? 'none' : `${name}: ${transforms.map(paramText).join(', ')}`;
}

function trainedText(architecture: string, first: number): string {
  const { units } = networkCalled(architecture);
  const depth = units.length - first;
  return depth === 1 ? 'fc only' : `${units[first]} to fc (${depth} units)`;
}
