import type { Tensor2D } from '@tensorflow/tfjs-core';
import { rngFor } from '../../core/random.js';
import type { Recipe } from '../../core/recipe.js';
import type { Tf } from '../kernels.js';

/** Pooled features of ResNet50. */
const FEATURES = 2048;

/**
 * Inverted dropout on the pooled features (Srivastava et al., JMLR 15, 2014): [size, 2048] of 0 and
 * 1 / (1 - p), owned by the caller; null without dropout. Keyed by (seed, replicate, epoch, step):
 * trials that differ only in p drop nested sets.
 */
export function dropoutMask(
  tf: Tf,
  { seed, replicate, dropout }: Recipe,
  size: number,
  epoch: number,
  step: number,
): Tensor2D | null {
  if (dropout === 0) return null;
  const rng = rngFor('dropout', seed, replicate, epoch, step);
  const kept = 1 / (1 - dropout);
  const mask = Float32Array.from({ length: size * FEATURES }, () => (rng() < dropout ? 0 : kept));
  return tf.tensor2d(mask, [size, FEATURES]);
}
