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
    update(tf, value, gradient, [mean], rates) {
      const momentum = rates.momentum ?? options.momentum;
      const decayed = tf.add(gradient, tf.mul(value, options.weight_decay));
      const part = tf.mul(decayed, 1 - momentum);
      const next = mean ? tf.add(tf.mul(mean, momentum), part) : part;
      return { value: tf.sub(value, tf.mul(next, rates.lr)), slots: [next] };
    },
  }),
});
