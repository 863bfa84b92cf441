import type { Tensor, Tensor2D } from '@tensorflow/tfjs-core';
import type { NetworkWeights } from '../../assets/weights/weights.js';
import { BackendError } from '../../core/errors.js';
import type { Pooling, Precision, TrunkRecipe } from '../../core/recipe.js';
import type { Activations, FrozenKernels, HalfKernels, Kernels } from '../../device/kernels.js';
import { type ConvLayer, convsOf } from '../../networks/layers.js';
import { pool } from '../head/layers/pool.js';
import { rank1, rank4 } from '../ranks.js';
import { fold } from './fold.js';
import { type Folded, type FoldedOf, inferLayer } from './infer.js';

/** A frozen network: batch norm folded into the convolutions. */
export interface FrozenNetwork {
  /**
   * Units [from, to) in inference mode. `from` 0 takes normalized images [B, S, S, 3]; a later
   * `from` takes what the unit before gave. Returns [B, h, w, c]. A pure function of each sample.
   */
  trunk(x: Tensor, from: number, to: number): Tensor;
  /** The last block's output pooled, [B, F]: what a head cut at the classifier takes. */
  pool(x: Tensor, pooling: Pooling): Tensor2D;
  /** What units [0, to) hold; borrowed. */
  tensors(to: number): readonly Tensor[];
  /** `trunk` as a function of those, in a program. */
  record(kernels: Kernels, tensors: readonly Tensor[], x: Tensor, from: number, to: number): Tensor;
  /** Names all that `record` depends on but for its arguments. */
  readonly key: string;
  readonly precision: Precision;
  dispose(): void;
}

export interface FrozenOptions {
  readonly stem: TrunkRecipe['stem'];
  readonly precision: Precision;
  /** Weights stay float32: programs round them. */
  readonly forPrograms?: boolean;
}

/**
 * The frozen form of the network that these weights are of, v1 or v1.5 as they say.
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
export function createFrozenNetwork(
  kernels: Kernels,
  weights: NetworkWeights,
  { stem, precision, forPrograms = false }: FrozenOptions,
): FrozenNetwork {
  const { tf } = kernels;
  const half = precision === 'bf16' && !forPrograms ? halfOf(kernels) : null;
  const { layout, network } = weights;
  const body = network.body({ stem, layout });
  const onDevice = new Map<string, Folded>();

  function folded(conv: ConvLayer): Folded {
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

  function infer(
    by: FrozenKernels,
    { enter, leave }: Activations,
    x: Tensor,
    [from, to]: readonly [number, number],
    of: FoldedOf,
  ): Tensor {
    if (from === to) return x.clone();
    let h = rank4(enter(x));
    for (const layer of body.slice(from, to).flat()) {
      const y = inferLayer(by, layer, of, h);
      if (h !== x) h.dispose();
      h = y;
    }
    const y = leave(h);
    if (y !== h) h.dispose();
    return y;
  }

  const convsUpTo = (to: number) => convsOf(body.slice(0, to).flat());

  return {
    trunk: (x, from, to) =>
      infer(half ?? kernels, half ?? kernels.activations, x, [from, to], folded),
    pool: (x, pooling) => pool(tf, rank4(x), pooling),
    tensors: (to) =>
      convsUpTo(to).flatMap((conv) => {
        const { filter, bias } = folded(conv);
        return [filter, bias];
      }),
    record(by, tensors, x, from, to) {
      const places = new Map(convsUpTo(to).map(({ conv }, c) => [conv, 2 * c]));
      return infer(by, by.activations, x, [from, to], ({ conv }) => {
        const at = places.get(conv)!;
        return { filter: rank4(tensors[at]!), bias: rank1(tensors[at + 1]!) };
      });
    },
    key: JSON.stringify([network.name, layout, stem]),
    precision,
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
