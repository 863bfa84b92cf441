import {
  type OpenSafetensors,
  withSafetensors,
} from '../../assets/tensor-files/safetensors-read.js';
import { trainedWith } from '../../assets/weights/export-metadata.js';
import type { Recipe, Rgb } from '../../core/recipe.js';
import { classifierLayers } from '../../networks/classifier.js';
import { networkCalled } from '../../networks/index.js';
import type { BodyLayer, LinearLayer } from '../../networks/layers.js';
import type { Layout, NetworkDef } from '../../networks/network.js';
import type { TrainedModel } from '../export-format.js';

/** A trial's network, layer by layer, with the file of its tensors. */
export interface OpenNetwork {
  readonly network: NetworkDef;
  readonly layout: Layout;
  /** Of every batch norm. */
  readonly epsilon: number;
  /** `(x - mean) / std` of RGB in 0..1 is the network's input. */
  readonly mean: Rgb;
  readonly std: Rgb;
  /** Before pooling, in forward order. */
  readonly body: readonly BodyLayer[];
  readonly pooling: Recipe['training']['pooling'];
  /** Behind it. */
  readonly classifier: readonly LinearLayer[];
  /** In PyTorch's shapes: filters [out, in, k, k], weights [out, in]. */
  readonly tensors: OpenSafetensors;
}

/**
 * Lets `use` read a trial's network. Synchronous, as reading tensors is.
 *
 * @throws {WeightsError}
 */
export function withNetwork<T>(
  { weights, recipe, classNames }: Pick<TrainedModel, 'weights' | 'recipe' | 'classNames'>,
  use: (network: OpenNetwork) => T,
): T {
  return withSafetensors(weights, (tensors) => {
    const { layout, epsilon, normalization, scale } = trainedWith(tensors.metadata, weights);
    const network = networkCalled(recipe.trunk.model.architecture);
    const { pooling, head } = recipe.training;
    const asked =
      recipe.trunk.normalization === 'weights' ? normalization : recipe.trunk.normalization;
    const [r, g, b] = asked.std;
    return use({
      ...{ network, layout, epsilon, tensors, pooling },
      mean: asked.mean,
      std: [r / scale[0], g / scale[1], b / scale[2]],
      body: network.body({ stem: recipe.trunk.stem, layout }).flat(),
      classifier: classifierLayers(head, network.features, classNames.length),
    });
  });
}
