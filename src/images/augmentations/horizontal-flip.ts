import { z } from 'zod';
import { defineAugmentation } from '../augmentation.js';
import { mirror } from '../pixels/mirror.js';

/** Mirrors the image left to right with probability `p`. */
export const horizontalFlip = defineAugmentation({
  type: 'horizontal_flip',
  options: z.strictObject({
    p: z.number().min(0).max(1).default(0.5).describe('Probability'),
  }),
  create({ p }) {
    return {
      level: 'image',
      draw: (rng) => rng() < p,
      apply: (image, flips) => (flips ? mirror(image) : image),
    };
  },
});
