import { type InputTransform, inputTransform } from '../assets/weights/input-transform.js';
import type { NetworkWeights, WeightTensor } from '../assets/weights/weights.js';
import { rngFor } from '../core/random.js';
import type { TrainingRecipe, TrunkRecipe } from '../core/recipe.js';
import { classifierLayers } from '../networks/classifier.js';
import { createHead } from './head/create-head.js';
import type { Head } from './head/head.js';
import { initClassifier } from './head/init-classifier.js';
import type { Loaded } from './loaded.js';
import { createTrunk, type Trunk } from './trunk/trunk.js';

/** A recipe's network: frozen trunk, heads, and how images become its input. */
export interface PreparedNetwork {
  readonly weights: NetworkWeights;
  readonly input: InputTransform;
  readonly trunk: Trunk;
  /**
   * A new head for a recipe over the same trunk; the caller's to dispose. `saved` are a
   * checkpoint's tensors, in place of freshly made ones.
   */
  createHead(
    training: TrainingRecipe,
    classes: number,
    saved?: ReadonlyMap<string, WeightTensor>,
  ): Head;
}

/** @throws {WeightsError} the recipe's weights were not prepared. */
export async function prepareNetwork(loaded: Loaded, trunk: TrunkRecipe): Promise<PreparedNetwork> {
  const { tf, kernels } = loaded.engine;
  const weights = await loaded.weights(trunk.model, trunk.seed);
  return {
    weights,
    input: inputTransform(weights, trunk.normalization),
    trunk: createTrunk(tf, loaded.network(weights, trunk), trunk.imageSize),
    createHead({ firstTrained, pooling, head }, classes, saved) {
      const { stem, seed, replicate } = trunk;
      const layers = classifierLayers(head, weights.network.features, classes);
      return createHead(kernels, weights, {
        classes,
        firstTrained,
        pooling,
        head,
        stem,
        fcInit: initClassifier(layers, rngFor('head', seed, replicate)),
        ...(saved === undefined ? {} : { overrides: saved }),
      });
    },
  };
}
