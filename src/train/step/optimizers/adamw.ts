import { z } from 'zod';
import { defineOptimizer } from '../optimizer.js';
import { adamNumbers, adamOptions, adamSlots, adamStep } from './adam-step.js';
import { weightDecay } from './options.js';

/**
 * AdamW (Loshchilov & Hutter, arXiv:1711.05101) as PyTorch's: decay shrinks the value itself, by
 * rate * weight_decay, and never enters the moments.
 */
export const adamw = defineOptimizer({
  type: 'adamw',
  options: z.strictObject({ ...adamOptions, weight_decay: weightDecay(0.01) }),
  slots: adamSlots,
  create: (options) => ({
    numbers: (rates) => ({
      ...adamNumbers(rates, options),
      kept: 1 - rates.lr * options.weight_decay,
    }),
    update(tf, value, gradient, slots, operands) {
      const shrunk = tf.mul(value, operands.kept!);
      return adamStep(tf, shrunk, gradient, slots, operands, options);
    },
  }),
});
