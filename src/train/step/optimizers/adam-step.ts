import type { Tensor } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { Tf } from '../../../device/kernels.js';
import type { StepRates, Update } from '../optimizer.js';
import { epsilon } from './options.js';

const beta = z.number().min(0).lt(1);

/** What Adam and AdamW have in common. */
export const adamOptions = {
  betas: z
    .tuple([beta, beta])
    .default([0.9, 0.999])
    .describe('Decay of the running mean of gradients, and of their squares'),
  eps: epsilon(1e-8),
  amsgrad: z.boolean().default(false).describe('Divide by the largest second moment so far'),
};

/** PyTorch's names; the last one for amsgrad only. */
export function adamSlots({ amsgrad }: { readonly amsgrad: boolean }): readonly string[] {
  return ['exp_avg', 'exp_avg_sq', ...(amsgrad ? ['max_exp_avg_sq'] : [])];
}

/**
 * Adam's step (Kingma & Ba, algorithm 1; amsgrad: Reddi et al., arXiv:1904.09237) in PyTorch's
 * order of operations. A momentum among the rates takes beta1's place, as PyTorch's OneCycleLR does.
 */
export function adamStep(
  tf: Tf,
  value: Tensor,
  gradient: Tensor,
  [mean, square, largest]: readonly Tensor[],
  { lr, momentum, step }: StepRates,
  options: z.infer<z.ZodObject<typeof adamOptions>>,
): Update {
  const beta1 = momentum ?? options.betas[0];
  const beta2 = options.betas[1];
  const meanPart = tf.mul(gradient, 1 - beta1);
  const squarePart = tf.mul(tf.square(gradient), 1 - beta2);
  const nextMean = mean ? tf.add(tf.mul(mean, beta1), meanPart) : meanPart;
  const nextSquare = square ? tf.add(tf.mul(square, beta2), squarePart) : squarePart;
  const nextLargest = largest ? tf.maximum(largest, nextSquare) : nextSquare.clone();

  const correction = Math.sqrt(1 - beta2 ** (step + 1));
  const root = tf.sqrt(options.amsgrad ? nextLargest : nextSquare);
  const denominator = tf.add(tf.mul(root, 1 / correction), options.eps);
  const rate = lr / (1 - beta1 ** (step + 1));
  return {
    value: tf.sub(value, tf.mul(tf.div(nextMean, denominator), rate)),
    slots: options.amsgrad ? [nextMean, nextSquare, nextLargest] : [nextMean, nextSquare],
  };
}
