import { z } from 'zod';
import { defineOptimizer } from '../optimizer.js';
import { adamNumbers, adamOptions, adamSlots, adamStep } from './adam-step.js';
import { withDecay } from './decay.js';
import { weightDecay } from './options.js';

/** Adam (Kingma & Ba, arXiv:1412.6980) as PyTorch's: weight decay joins the gradient (L2). */
export const adam = defineOptimizer({
  type: 'adam',
  options: z.strictObject({ ...adamOptions, weight_decay: weightDecay(0) }),
  slots: adamSlots,
  create: (options) => ({
    numbers: (rates) => ({ ...adamNumbers(rates, options), decay: options.weight_decay }),
    update(tf, value, gradient, slots, operands) {
      const decayed = withDecay(tf, gradient, value, operands.decay!);
      return adamStep(tf, value, decayed, slots, operands, options);
    },
  }),
});
