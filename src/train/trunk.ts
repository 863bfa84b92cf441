import type { Tensor } from '@tensorflow/tfjs-core';
import type { Recipe } from '../core/recipe.js';
import { FC } from '../core/units.js';
import type { Tf } from './kernels.js';
import type { Network } from './network.js';

/** The frozen part of one recipe's network: from images to what its head takes. */
export interface Trunk {
  /**
   * Features [n, ...] of n images given as float32 [n, S, S, 3]; owned by the caller. A pure
   * function of each image: its bits depend neither on its neighbors nor on n.
   */
  features(images: Float32Array, n: number): Tensor;
}

/**
 * Images passed at once, always: a smaller rest is padded. One size means one choice of algorithm
 * in the tensor library, so that a sample's bits cannot depend on the batch it came in.
 */
const MICROBATCH = 32;

export function createTrunk(tf: Tf, network: Network, recipe: Recipe): Trunk {
  const { imageSize: side, firstTrained, pooling } = recipe;
  const pixels = side * side * 3;

  function pass(images: Float32Array, from: number, count: number): Tensor {
    return tf.tidy(() => {
      let block = images.subarray(from * pixels, (from + count) * pixels);
      if (count < MICROBATCH) {
        const padded = new Float32Array(MICROBATCH * pixels);
        padded.set(block);
        block = padded;
      }
      // tensor4d keeps a reference to what it is given; the caller may reuse its buffer.
      const x = tf.tensor4d(block.slice(), [MICROBATCH, side, side, 3]);
      const deep = network.trunk(x, 0, firstTrained);
      const out = firstTrained === FC ? network.pool(deep, pooling) : deep;
      return count < MICROBATCH ? tf.slice(out, 0, count) : out;
    });
  }

  return {
    features(images, n) {
      if (firstTrained === 0) return tf.tensor4d(images.slice(), [n, side, side, 3]);
      const parts: Tensor[] = [];
      for (let from = 0; from < n; from += MICROBATCH) {
        parts.push(pass(images, from, Math.min(MICROBATCH, n - from)));
      }
      if (parts.length === 1) return parts[0]!;
      const all = tf.concat(parts);
      tf.dispose(parts);
      return all;
    },
  };
}
