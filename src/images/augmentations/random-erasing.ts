import { z } from 'zod';
import { drawInt } from '../../core/random.js';
import { defineAugmentation } from '../augmentation.js';
import { drawBox } from '../draw-box.js';
import { range } from '../options/range.js';
import { whiteOf } from '../pixels/blank.js';
import { type Box, fillBox } from '../pixels/box.js';
import { meanColor } from '../pixels/mean-color.js';

/**
 * Covers a random rectangle with probability `p` (Zhong et al., arXiv:1708.04896).
 *
 * `value` is a brightness from 0 to 255, `random` noise in every pixel, or the image's `mean` color.
 *
 * @example
 * - random_erasing: { p: 0.25, value: mean }
 */
export const randomErasing = defineAugmentation({
  type: 'random_erasing',
  options: z.strictObject({
    p: z.number().min(0).max(1).default(0.5).describe('Probability'),
    scale: range(1).default([0.02, 0.33]).describe("Share of the image's area, [min, max]"),
    ratio: range().default([0.3, 3.3]).describe('Height over width, [min, max]'),
    value: z
      .union(
        [z.number().min(0).max(255), z.enum(['random', 'mean'])],
        'expected a number from 0 to 255, random or mean',
      )
      .default(0)
      .describe('What covers it: a brightness (0..255), random or mean'),
  }),
  create({ p, scale, ratio, value }) {
    return {
      level: 'image',
      draw: (rng, height, width): EraseDraw => {
        if (rng() >= p) return null;
        const box = drawBox(rng, [height, width], { scale, ratio }, (area, tall) => {
          const h = Math.round(Math.sqrt(area * tall));
          const w = Math.round(Math.sqrt(area / tall));
          return h < height && w < width ? [h, w] : null;
        });
        if (!box || value === 'mean') return box && { box, colors: 'mean' };
        const count = value === 'random' ? 3 * (box.bottom - box.top) * (box.right - box.left) : 3;
        const colors = Float32Array.from({ length: count }, () =>
          value === 'random' ? drawInt(rng, 256) / 255 : value / 255,
        );
        return { box, colors };
      },
      apply: (image, draw) => {
        if (!draw) return image;
        if (draw.colors === 'mean') return fillBox(image, draw.box, meanColor(image));
        const white = whiteOf(image);
        const toImage = (color: number) => (white === 255 ? Math.round(255 * color) : color);
        return fillBox(image, draw.box, draw.colors.map(toImage));
      },
    };
  },
});

/** Null: nothing is erased. `colors` as fractions of white: one pixel's, or the whole box's. */
export type EraseDraw = {
  readonly box: Box;
  readonly colors: 'mean' | Float32Array;
} | null;
