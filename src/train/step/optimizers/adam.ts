import { z } from 'zod';
import { defineOptimizer } from '../optimizer.js';
import { adamOptions, adamSlots, adamStep } from './adam-step.js';
import { weightDecay } from './options.js';

/** Adam (Kingma & Ba, arXiv:1412.6980) as PyTorch's: weight decay joins the gradient (L2). */
export const adam = defineOptimizer({
  type: 'adam',
  options: z.strictObject({ ...adamOptions, weight_decay: weightDecay(0) }),
  slots: adamSlots,
  create: (options) => ({
    update(tf, value, gradient, slots, rates) {
      const decayed =
        options.weight_decay === 0
          ? gradient
          : tf.add(gradient, tf.mul(value, options.weight_decay));
      return adamStep(tf, value, decayed, slots, rates, options);
    },
  }),
});
