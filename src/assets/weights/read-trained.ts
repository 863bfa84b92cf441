import { WeightsError } from '../../core/errors.js';
import type { KeptFile } from '../../core/prints/fingerprint.js';
import type { Recipe } from '../../core/recipe.js';
import type { TensorShapes } from '../../networks/layer-tensors.js';
import { trainedShapes } from '../../networks/trained-shapes.js';
import { readCheckpoint } from '../tensor-files/checkpoint-file.js';
import { findTensor } from './find-tensor.js';
import type { NetworkWeights, WeightTensor } from './weights.js';

type Tensors = ReadonlyMap<string, WeightTensor>;

export interface TrainedFrom {
  readonly recipe: Recipe;
  readonly classNames: readonly string[];
  /** Null: the recipe's weights are those of the trained network itself. */
  readonly checkpoint: KeptFile | null;
}

/**
 * What a trial trained: each tensor that its recipe says, by name and shape, finite, and no other.
 *
 * @throws {WeightsError} the file is not as it was written, or holds anything else.
 */
export function readTrained(weights: NetworkWeights, from: TrainedFrom): Tensors {
  const { recipe, classNames, checkpoint } = from;
  const { stem } = recipe.trunk;
  const form = { ...recipe.training, stem, layout: weights.layout, classes: classNames.length };
  const shapes = trainedShapes(weights.network, form);
  if (!checkpoint) return checked(weights.tensors, shapes, recipe.trunk.model.weights);
  const { tensors } = readCheckpoint(checkpoint.path, checkpoint.digest);
  const names = new Set(shapes.map(([name]) => name));
  const extra = [...tensors.keys()].find((name) => !names.has(name));
  if (extra !== undefined) throw new WeightsError(damaged(checkpoint.path, `it holds ${extra}`));
  return checked(tensors, shapes, checkpoint.path);
}

function checked(tensors: Tensors, shapes: TensorShapes, path: string): Tensors {
  return new Map(
    shapes.map(([name, shape]) => {
      const tensor = findTensor(tensors, name, shape, (bad) =>
        damaged(
          path,
          bad ? `${name} is ${by(bad.shape)}; expected ${by(shape)}` : `${name} is missing`,
        ),
      );
      if (!tensor.data.every(Number.isFinite)) {
        throw new WeightsError(damaged(path, `${name} has values that are no numbers`));
      }
      return [name, tensor];
    }),
  );
}

function damaged(path: string, why: string): string {
  return `${path} does not hold what its trial trained: ${why}.`;
}

function by(shape: readonly number[]): string {
  return shape.join(' x ');
}
