import { z } from 'zod';
import { defineOptimizer } from '../../src/train/step/optimizer.js';
import { weightDecay } from '../../src/train/step/optimizers/options.js';

/** An optimizer of one slot: descends along a running mean of gradients. */
export const ema = defineOptimizer({
  type: 'ema',
  options: z.strictObject({
    momentum: z.number().min(0).lt(1).default(0.9).describe('Share of the mean that stays'),
    weight_decay: weightDecay(0),
  }),
  slots: () => ['exp_avg'],
  create: (options) => ({
    numbers({ lr, momentum = options.momentum }) {
      return { lr, decay: options.weight_decay, kept: momentum, fresh: 1 - momentum };
    },
    update(tf, value, gradient, [mean], { lr, decay, kept, fresh }) {
      const decayed = tf.add(gradient, tf.mul(value, decay!));
      const part = tf.mul(decayed, fresh!);
      const next = mean ? tf.add(tf.mul(mean, kept!), part) : part;
      return { value: tf.sub(value, tf.mul(next, lr!)), slots: [next] };
    },
  }),
});
