import type { Tensor } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import type { Tf } from '../../../device/kernels.js';
import type { Operands, StepNumbers, StepRates, Update } from '../optimizer.js';
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
 * The numbers of Adam's step. A momentum among the rates takes beta1's place, as PyTorch's OneCycleLR
 * does.
 */
export function adamNumbers(
  { lr, momentum, step }: StepRates,
  { betas, eps }: z.infer<z.ZodObject<typeof adamOptions>>,
): StepNumbers {
  const beta1 = momentum ?? betas[0];
  const beta2 = betas[1];
  return {
    ...{ beta1, fresh1: 1 - beta1, beta2, fresh2: 1 - beta2, eps },
    correction: 1 / Math.sqrt(1 - beta2 ** (step + 1)),
    rate: lr / (1 - beta1 ** (step + 1)),
  };
}

/**
 * Adam's step (Kingma & Ba, algorithm 1; amsgrad: Reddi et al., arXiv:1904.09237) in PyTorch's
 * order of operations.
 */
export function adamStep(
  tf: Tf,
  value: Tensor,
  gradient: Tensor,
  [mean, square, largest]: readonly Tensor[],
  { beta1, fresh1, beta2, fresh2, eps, correction, rate }: Operands,
  { amsgrad }: { readonly amsgrad: boolean },
): Update {
  const meanPart = tf.mul(gradient, fresh1!);
  const squarePart = tf.mul(tf.square(gradient), fresh2!);
  const nextMean = mean ? tf.add(tf.mul(mean, beta1!), meanPart) : meanPart;
  const nextSquare = square ? tf.add(tf.mul(square, beta2!), squarePart) : squarePart;
  const nextLargest = largest ? tf.maximum(largest, nextSquare) : nextSquare.clone();

  const root = tf.sqrt(amsgrad ? nextLargest : nextSquare);
  const denominator = tf.add(tf.mul(root, correction!), eps!);
  return {
    value: tf.sub(value, tf.mul(tf.div(nextMean, denominator), rate!)),
    slots: amsgrad ? [nextMean, nextSquare, nextLargest] : [nextMean, nextSquare],
  };
}
