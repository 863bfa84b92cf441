import type { Tensor } from '@tensorflow/tfjs-core';
import { z } from 'zod';
import { defineOptimizer } from '../optimizer.js';
import { withDecay } from './decay.js';
import { weightDecay } from './options.js';

/**
 * Stochastic gradient descent with momentum (PyTorch's SGD): decay joins the gradient, the buffer
 * starts as the first gradient, and the rate multiplies the buffer without being stored in it.
 */
export const sgd = defineOptimizer({
  type: 'sgd',
  options: z
    .strictObject({
      momentum: z.number().min(0).lt(1).default(0).describe('Share of the buffer that stays'),
      dampening: z.number().min(0).max(1).default(0).describe('Share of the gradient left out'),
      weight_decay: weightDecay(0),
      nesterov: z.boolean().default(false).describe('Look ahead along the buffer'),
    })
    .refine(({ nesterov, momentum, dampening }) => !nesterov || (momentum > 0 && dampening === 0), {
      path: ['nesterov'],
      message: 'nesterov needs a momentum above 0 and dampening 0',
    }),
  slots: ({ momentum }, cycled) => (momentum > 0 || cycled ? ['momentum_buffer'] : []),
  create: (options) => ({
    numbers(rates) {
      const momentum = rates.momentum ?? options.momentum;
      return {
        ...{ lr: rates.lr, decay: options.weight_decay },
        ...(momentum > 0 ? { momentum } : {}),
        // The first step's buffer is its gradient, whole.
        ...(momentum > 0 && options.dampening > 0
          ? { fresh: rates.step === 0 ? 1 : 1 - options.dampening }
          : {}),
      };
    },
    update(tf, value, gradient, [buffer], { lr, decay, momentum, fresh: share }) {
      const decayed = withDecay(tf, gradient, value, decay!);
      const descend = (direction: Tensor) => tf.sub(value, tf.mul(direction, lr!));
      if (momentum === undefined) return { value: descend(decayed), slots: [] };

      const fresh = share === undefined ? decayed : tf.mul(decayed, share);
      const moved = buffer ? tf.add(tf.mul(buffer, momentum), fresh) : decayed.clone();
      const direction = options.nesterov ? tf.add(decayed, tf.mul(moved, momentum)) : moved;
      return { value: descend(direction), slots: [moved] };
    },
    fused({ momentumStep }, tensors, rates) {
      const momentum = rates.momentum ?? options.momentum;
      if (!momentumStep || momentum === 0 || options.dampening !== 0) return null;
      if (tensors.some(({ slots }) => slots.length === 0)) return null; // the first step
      const { nesterov, weight_decay: weightDecay } = options;
      const step = { lr: rates.lr, momentum, nesterov, weightDecay };
      const moving = tensors.map(({ slots: [buffer], ...rest }) => ({ ...rest, buffer: buffer! }));
      return momentumStep(moving, step).map(({ value, buffer }) => ({ value, slots: [buffer] }));
    },
  }),
});
