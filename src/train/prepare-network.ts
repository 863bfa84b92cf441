import { rngFor } from '../core/random.js';
import type { Recipe } from '../core/recipe.js';
import type { Head } from './network.js';
import { createHead } from './resnet50/create-head.js';
import { initClassifier } from './resnet50/init-classifier.js';
import type { Room } from './room.js';
import { createTrunk, type Trunk } from './trunk.js';
import { type InputTransform, inputTransform } from './weights/input-transform.js';
import type { NetworkWeights, WeightTensor } from './weights.js';

/** A recipe's network: frozen trunk, head, and how images become its input. */
export interface PreparedNetwork {
  readonly weights: NetworkWeights;
  readonly input: InputTransform;
  readonly trunk: Trunk;
  /** The caller's to dispose; the room keeps the rest. */
  readonly head: Head;
}

/**
 * `saved` are a checkpoint's tensors, in place of freshly made ones.
 *
 * @throws {WeightsError} the recipe's weights were not prepared.
 */
export async function prepareNetwork(
  room: Room,
  recipe: Recipe,
  classes: number,
  saved?: ReadonlyMap<string, WeightTensor>,
): Promise<PreparedNetwork> {
  const { tf, kernels } = room.engine;
  const weights = await room.weights(recipe.model, recipe.seed);
  const rng = rngFor('head', recipe.seed, recipe.replicate);
  return {
    weights,
    input: inputTransform(weights, recipe.normalization),
    trunk: createTrunk(tf, room.network(weights, recipe.stem), recipe),
    head: createHead(kernels, weights, {
      firstTrained: recipe.firstTrained,
      pooling: recipe.pooling,
      head: recipe.head,
      stem: recipe.stem,
      fcInit: initClassifier(recipe.head, classes, rng),
      ...(saved === undefined ? {} : { overrides: saved }),
    }),
  };
}
