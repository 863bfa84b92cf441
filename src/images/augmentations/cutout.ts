import { z } from 'zod';
import { drawInt } from '../../core/random.js';
import { defineAugmentation } from '../augmentation.js';
import { clippedBox, fillBox } from '../pixels/box.js';

/**
 * A black square at a random place, cut off at the edges (DeVries & Taylor, arXiv:1708.04552).
 *
 * @example
 * - cutout: { length: 16 }
 */
export const cutout = defineAugmentation({
  type: 'cutout',
  options: z.strictObject({
    length: z.int().min(2).optional().describe("The square's side in pixels; default by fraction"),
    fraction: z
      .number()
      .gt(0)
      .max(1)
      .default(0.5)
      .describe("The square's side as a fraction of the image's shorter side"),
  }),
  create({ length, fraction }) {
    return {
      level: 'image',
      draw: (rng, height, width) => {
        const side = length ?? Math.round(fraction * Math.min(height, width));
        const center = { y: drawInt(rng, height), x: drawInt(rng, width) };
        const half = Math.floor(side / 2);
        return clippedBox(center, half, half, height, width);
      },
      apply: (image, box) => fillBox(image, box, [0, 0, 0]),
    };
  },
});
