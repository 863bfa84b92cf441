import { z } from 'zod';
import { drawInt } from '../../core/random.js';
import { defineAugmentation } from '../augmentation.js';
import { shift } from '../pixels/shift.js';

/**
 * Pads with black and cuts a piece of the old size out of it anywhere.
 *
 * @example
 * - random_crop: { padding: 4 }
 */
export const randomCrop = defineAugmentation({
  type: 'random_crop',
  options: z.strictObject({
    padding: z
      .int()
      .min(0)
      .optional()
      .describe("Pixels on each side; default an eighth of the image's side (4 at 32 pixels)"),
  }),
  create({ padding }) {
    const most = (side: number) => padding ?? Math.round(side / 8);
    return {
      level: 'image',
      draw: (rng, height, width) => ({
        down: most(height) - drawInt(rng, 2 * most(height) + 1),
        right: most(width) - drawInt(rng, 2 * most(width) + 1),
      }),
      apply: (image, { down, right }) =>
        down === 0 && right === 0 ? image : shift(image, down, right),
    };
  },
});
