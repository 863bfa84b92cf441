import { z } from 'zod';
import { defineOptimizer } from '../optimizer.js';
import { withDecay } from './decay.js';
import { epsilon, weightDecay } from './options.js';

/**
 * RMSprop (Tieleman & Hinton, Coursera lecture 6e, 2012) as PyTorch's: `eps` is added outside the
 * square root, and the running average starts from zero.
 */
export const rmsprop = defineOptimizer({
  type: 'rmsprop',
  options: z.strictObject({
    alpha: z.number().min(0).max(1).default(0.99).describe('Decay of the mean of squares'),
    eps: epsilon(1e-8),
    weight_decay: weightDecay(0),
    momentum: z.number().min(0).lt(1).default(0).describe('Share of the buffer that stays'),
    centered: z.boolean().default(false).describe('Divide by the variance, not the mean square'),
  }),
  slots: ({ momentum, centered }, cycled) => [
    'square_avg',
    ...(centered ? ['grad_avg'] : []),
    ...(momentum > 0 || cycled ? ['momentum_buffer'] : []),
  ],
  create: (options) => ({
    numbers(rates) {
      const { alpha, eps, centered, weight_decay: decay } = options;
      const momentum = rates.momentum ?? options.momentum;
      // A cycle that touches 0 keeps a centered one's buffer, as the mean's place kept it before.
      const keepsBuffer = momentum > 0 || (centered && rates.momentum !== undefined);
      const shares = { alpha, fresh: 1 - alpha };
      return { lr: rates.lr, decay, eps, ...shares, ...(keepsBuffer ? { momentum } : {}) };
    },
    update(tf, value, gradient, [square, ...others], { lr, decay, eps, alpha, fresh, momentum }) {
      const { centered } = options;
      const [mean, buffer] = centered ? others : [undefined, ...others];
      const decayed = withDecay(tf, gradient, value, decay!);

      const squarePart = tf.mul(tf.square(decayed), fresh!);
      const nextSquare = square ? tf.add(tf.mul(square, alpha!), squarePart) : squarePart;
      const meanPart = tf.mul(decayed, fresh!);
      const nextMean = mean ? tf.add(tf.mul(mean, alpha!), meanPart) : meanPart;
      const spread = centered ? tf.sub(nextSquare, tf.square(nextMean)) : nextSquare;

      const scaled = tf.div(decayed, tf.add(tf.sqrt(spread), eps!));
      const nextBuffer = buffer ? tf.add(tf.mul(buffer, momentum ?? 0), scaled) : scaled;
      const slots = [
        nextSquare,
        ...(centered ? [nextMean] : []),
        ...(momentum === undefined ? [] : [nextBuffer]),
      ];
      return { value: tf.sub(value, tf.mul(nextBuffer, lr!)), slots };
    },
  }),
});
