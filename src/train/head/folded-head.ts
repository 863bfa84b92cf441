import type { Tensor, Tensor1D, Tensor4D } from '@tensorflow/tfjs-core';
import type { NetworkWeights } from '../../assets/weights/weights.js';
import type { TrunkRecipe } from '../../core/recipe.js';
import type { Kernels } from '../../device/kernels.js';
import { blockOf, type ConvUnit } from '../../networks/resnet50/architecture.js';
import { inferBlock, inferStem } from '../trunk/infer.js';

/** A head's convolutional units in inference mode. */
export interface FoldedHead {
  /** The last unit's output, [B, h, w, 2048]; owned by the caller. */
  pass(x: Tensor4D): Tensor4D;
  /** Drops the folded weights: the head's own have changed, or are about to. */
  forget(): void;
}

/**
 * Folds each batch norm, with its running statistics as they are now, into its convolution at the
 * first pass and keeps the result until `forget`: a validation folds once for all its batches.
 */
export function createFoldedHead(options: {
  readonly kernels: Kernels;
  readonly epsilon: number;
  readonly trained: ReadonlyMap<string, Tensor>;
  readonly buffers: ReadonlyMap<string, Tensor>;
  readonly units: readonly number[];
  readonly stem: TrunkRecipe['stem'];
  readonly layout: NetworkWeights['layout'];
}): FoldedHead {
  const { kernels, epsilon, trained, buffers, units, stem, layout } = options;
  const { tf } = kernels;
  const kept = new Map<string, { readonly filter: Tensor4D; readonly bias: Tensor1D }>();

  function folded({ conv, bn }: ConvUnit) {
    let found = kept.get(conv);
    if (!found) {
      found = tf.tidy(() => {
        const variance = tf.add(buffers.get(`${bn}.running_var`)!, epsilon);
        const scale = tf.mul(trained.get(`${bn}.weight`)!, tf.rsqrt(variance));
        const shift = tf.mul(buffers.get(`${bn}.running_mean`)!, scale);
        return {
          filter: tf.keep(tf.mul<Tensor4D>(trained.get(`${conv}.weight`)!, scale)),
          bias: tf.keep(tf.sub<Tensor1D>(trained.get(`${bn}.bias`)!, shift)),
        };
      });
      kept.set(conv, found);
    }
    return found;
  }

  return {
    pass(x) {
      let h = x;
      for (const unit of units) {
        const y =
          unit === 0
            ? inferStem(kernels, stem, folded, h)
            : inferBlock(kernels, blockOf(unit, layout), folded, h);
        if (h !== x) h.dispose();
        h = y;
      }
      return h;
    },
    forget() {
      for (const { filter, bias } of kept.values()) tf.dispose([filter, bias]);
      kept.clear();
    },
  };
}
