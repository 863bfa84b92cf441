import type { Tensor } from '@tensorflow/tfjs-core';
import { inputTransform } from '../assets/weights/input-transform.js';
import type { NetworkWeights, WeightTensor } from '../assets/weights/weights.js';
import { rngFor } from '../core/random.js';
import type { TrainingRecipe, TrunkRecipe } from '../core/recipe.js';
import { classifierLayers } from '../networks/classifier.js';
import { createHead } from './head/create-head.js';
import type { Head } from './head/head.js';
import { initClassifier } from './head/init-classifier.js';
import { deviceInput, presentInput, residentInput } from './input/device-input.js';
import { hostInput } from './input/host-input.js';
import type { NativeImages } from './input/native-images.js';
import type { NetworkInput } from './input/network-input.js';
import type { Loaded } from './loaded.js';
import { createTrunk, type Trunk } from './trunk/trunk.js';

/** A recipe's network: frozen trunk, heads, and how images become its input. */
export interface PreparedNetwork {
  readonly weights: NetworkWeights;
  readonly trunk: Trunk;
  /** Images on their way into it. */
  toInput(images: NativeImages): NetworkInput;
  /** The same of `all`, images of `side` pixels that lie on the device; borrowed. */
  fromPresent(all: Tensor, side: number): NetworkInput;
  /** The same of rows of such; `staged`: the rows themselves as `StagedPlaces` has them. */
  fromResident(all: Tensor, side: number, rows: Uint32Array, staged: Tensor | null): NetworkInput;
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
  const form = { side: trunk.imageSize, ...inputTransform(weights, trunk.normalization) };
  return {
    weights,
    trunk: createTrunk(loaded.engine, loaded.network(weights, trunk)),
    toInput: (images) =>
      loaded.preparedOn === 'device'
        ? deviceInput(kernels, form, images)
        : hostInput(tf, form, images),
    fromPresent: (all, side) => presentInput(kernels, form, all, side),
    fromResident: (all, side, rows, staged) =>
      residentInput(kernels, form, all, side, rows, staged),
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
