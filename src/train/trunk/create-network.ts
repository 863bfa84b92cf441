import type { Tensor, Tensor4D } from '@tensorflow/tfjs-core';
import type { NetworkWeights } from '../../assets/weights/weights.js';
import { BackendError } from '../../core/errors.js';
import type { Precision, TrunkRecipe } from '../../core/recipe.js';
import type { HalfKernels, Kernels } from '../../device/kernels.js';
import { blockOf, type ConvUnit } from '../../networks/resnet50/architecture.js';
import { pool } from '../head/pooling.js';
import type { Network } from '../network.js';
import { fold } from './fold.js';
import { type Folded, inferBlock, inferStem } from './infer.js';

/**
 * ResNet50's frozen form (He et al., arXiv:1512.03385, table 1; v1 or v1.5 as the weights say).
 *
 * A unit's weights go to the device when it is first passed, so a trunk that ends early never
 * uploads the rest; they stay until `dispose`.
 *
 * `bf16` is for speed: activations are rounded after every convolution, weights and biases once.
 * Where a path is left and entered again, nothing more is rounded.
 *
 * @throws {BackendError} these kernels don't have the precision.
 * @throws {WeightsError} from `trunk`, a tensor is missing.
 */
export function createNetwork(
  kernels: Kernels,
  weights: NetworkWeights,
  stem: TrunkRecipe['stem'],
  precision: Precision = 'float32',
): Network {
  const { tf } = kernels;
  const half = precision === 'bf16' ? halfOf(kernels) : null;
  const frozen = half ?? kernels;
  const onDevice = new Map<string, Folded>();

  function folded(conv: ConvUnit) {
    let found = onDevice.get(conv.conv);
    if (!found) {
      const { filter, bias } = fold(weights, conv);
      found = {
        filter: put(tf.tensor4d(filter, [...conv.shape])),
        bias: put(tf.tensor1d(bias)),
        frozen: `${weights.hash} ${weights.epsilon} ${conv.conv}`,
      };
      onDevice.set(conv.conv, found);
    }
    return found;
  }

  function put<Shaped extends Tensor>(x: Shaped): Shaped {
    if (!half) return tf.keep(x);
    const rounded = tf.keep(half.enter(x));
    x.dispose();
    return rounded;
  }

  return {
    trunk(x, from, to) {
      if (from === to) return x.clone();
      let h = (half ? half.enter(x) : x) as Tensor4D;
      for (let unit = from; unit < to; unit += 1) {
        const y =
          unit === 0
            ? inferStem(frozen, stem, folded, h)
            : inferBlock(frozen, blockOf(unit, weights.layout), folded, h);
        if (h !== x) h.dispose();
        h = y;
      }
      if (!half) return h;
      const y = half.leave(h);
      h.dispose();
      return y;
    },
    pool: (x, pooling) => pool(tf, x as Tensor4D, pooling),
    dispose() {
      for (const { filter, bias } of onDevice.values()) tf.dispose([filter, bias]);
      onDevice.clear();
    },
  };
}

function halfOf({ bf16 }: Kernels): HalfKernels {
  if (bf16) return bf16;
  throw new BackendError(
    'precision bf16: this backend does not have it on this machine; take float32, or train on a machine that has',
  );
}
