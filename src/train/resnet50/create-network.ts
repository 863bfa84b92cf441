import type { Tensor4D } from '@tensorflow/tfjs-core';
import type { Recipe } from '../../core/recipe.js';
import type { Kernels } from '../kernels.js';
import type { Network } from '../network.js';
import type { NetworkWeights } from '../weights.js';
import { blockOf, type ConvUnit } from './architecture.js';
import { fold } from './fold.js';
import { type Folded, inferBlock, inferStem } from './infer.js';
import { pool } from './pooling.js';

/**
 * ResNet50's frozen form (He et al., arXiv:1512.03385, table 1; v1 or v1.5 as the weights say).
 *
 * A unit's weights go to the device when it is first passed, so a trunk that ends early never
 * uploads the rest; they stay until `dispose`.
 *
 * @throws {WeightsError} from `trunk`, a tensor is missing.
 */
export function createNetwork(
  kernels: Kernels,
  weights: NetworkWeights,
  stem: Recipe['stem'],
): Network {
  const { tf } = kernels;
  const onDevice = new Map<string, Folded>();

  function folded(conv: ConvUnit) {
    let found = onDevice.get(conv.conv);
    if (!found) {
      const { filter, bias } = fold(weights, conv);
      found = {
        filter: tf.keep(tf.tensor4d(filter, [...conv.shape])),
        bias: tf.keep(tf.tensor1d(bias)),
        frozen: `${weights.hash} ${weights.epsilon} ${conv.conv}`,
      };
      onDevice.set(conv.conv, found);
    }
    return found;
  }

  return {
    trunk(x, from, to) {
      let h = x as Tensor4D;
      for (let unit = from; unit < to; unit += 1) {
        const y =
          unit === 0
            ? inferStem(kernels, stem, folded, h)
            : inferBlock(kernels, blockOf(unit, weights.layout), folded, h);
        if (h !== x) h.dispose();
        h = y;
      }
      return h === x ? x.clone() : h;
    },
    pool: (x, pooling) => pool(tf, x as Tensor4D, pooling),
    dispose() {
      for (const { filter, bias } of onDevice.values()) tf.dispose([filter, bias]);
      onDevice.clear();
    },
  };
}
