import type { Tensor2D } from '@tensorflow/tfjs-core';
import { rngFor } from '../../core/random.js';
import type { TrunkRecipe } from '../../core/recipe.js';
import type { Tf } from '../../device/kernels.js';

/** Dropout of one training step, for every branch. */
export interface StepDropout {
  /**
   * Inverted dropout on the pooled features (Srivastava et al., JMLR 15, 2014): [size, features] of 0
   * and 1 / (1 - p), p above 0; borrowed until `dispose`.
   */
  mask(p: number): Tensor2D;
  dispose(): void;
}

/**
 * Draws are keyed by (seed, replicate, epoch, step): trials that differ only in p drop nested sets.
 * So one step's are drawn once for all: a ResNet50's 65,536 of a batch of 32 take as long as ten
 * heads' steps.
 */
export function stepDropout(
  tf: Tf,
  { seed, replicate }: Pick<TrunkRecipe, 'seed' | 'replicate'>,
  [size, features]: readonly [number, number],
  epoch: number,
  step: number,
): StepDropout {
  const masks = new Map<number, Tensor2D>();
  const rng = rngFor('dropout', seed, replicate, epoch, step);
  const draws = new Float64Array(size * features);
  for (let i = 0; i < draws.length; i += 1) draws[i] = rng();

  return {
    mask(p) {
      const known = masks.get(p);
      if (known) return known;
      const kept = 1 / (1 - p);
      const values = new Float32Array(draws.length);
      for (let i = 0; i < values.length; i += 1) values[i] = draws[i]! < p ? 0 : kept;
      const mask = tf.keep(tf.tensor2d(values, [size, features]));
      masks.set(p, mask);
      return mask;
    },
    dispose() {
      for (const mask of masks.values()) mask.dispose();
    },
  };
}
